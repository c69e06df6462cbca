package io.spillway.load.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have used, from {@code /proc}.
 *
 * @param cpuSeconds in user and system mode since their start
 * @param residentMebibytes of memory now
 */
public record Usage(double cpuSeconds, long residentMebibytes) {

    public static final Usage NONE = new Usage(0, 0);

    /** Linux counts processor time in hundredths of a second towards programs, whatever its own clock (USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME_AFTER_NAME = 11;

    public static Usage of(List<ProcessHandle> processes) {
        var sum = NONE;
        for (var process : processes) {
            sum = sum.plus(of(process.pid()));
        }
        return sum;
    }

    public Usage plus(Usage other) {
        return new Usage(cpuSeconds + other.cpuSeconds, residentMebibytes + other.residentMebibytes);
    }

    private static Usage of(long pid) {
        var folder = Path.of("/proc", Long.toString(pid));
        try {
            var stat = Files.readString(folder.resolve("stat"));
            // The name, in brackets, may hold blanks.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks =
                    Double.parseDouble(fields[UTIME_AFTER_NAME]) + Double.parseDouble(fields[UTIME_AFTER_NAME + 1]);
            return new Usage(ticks / TICKS_PER_SECOND, resident(folder));
        } catch (IOException e) {
            // It has ended since, or this is no Linux.
            return NONE;
        }
    }

    private static long resident(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
