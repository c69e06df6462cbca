package io.spillway.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one run of the generator sent.
 *
 * @param measuredFrom number of the first event that is measured; those before it warmed up
 * @param from when measuring began, in nanoseconds since 1970
 * @param to when it ended, likewise
 * @param events by their number
 */
public record Journal(Workload workload, long measuredFrom, long from, long to, List<Sent> events) {

    private static final String HEAD = "spillway-journal";

    public Journal {
        events = List.copyOf(events);
    }

    public void write(Path file) throws IOException {
        try (var lines = Files.newBufferedWriter(file)) {
            lines.write(String.join(
                    "\t",
                    HEAD,
                    workload.run(),
                    Integer.toString(workload.tenants()),
                    Integer.toString(workload.fanOut()),
                    Integer.toString(workload.dataBytes()),
                    Long.toString(measuredFrom),
                    Long.toString(from),
                    Long.toString(to)));
            lines.write("\n");
            for (Sent sent : events) {
                lines.write(sent.line());
            }
        }
    }

    /** @throws IllegalArgumentException where the file is no journal */
    public static Journal read(Path file) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            var head = String.valueOf(lines.readLine()).split("\t", -1);
            if (head.length != 8 || !head[0].equals(HEAD)) {
                throw new IllegalArgumentException(file + " is no journal");
            }
            var workload = new Workload(
                    head[1], Integer.parseInt(head[2]), Integer.parseInt(head[3]), Integer.parseInt(head[4]));
            var events = new ArrayList<Sent>();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(Sent.of(line));
            }
            return new Journal(
                    workload, Long.parseLong(head[5]), Long.parseLong(head[6]), Long.parseLong(head[7]), events);
        }
    }
}
