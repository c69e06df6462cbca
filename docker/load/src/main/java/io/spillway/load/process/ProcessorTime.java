package io.spillway.load.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Time of all processors of this machine since it was started, from {@code /proc/stat}.
 *
 * @param all in hundredths of a second, whatever it was spent on
 * @param stolen of it, wanted here but given to other machines by the hypervisor
 */
public record ProcessorTime(long all, long stolen) {

    private static final Path STAT = Path.of("/proc/stat");

    /** After user, nice, system, idle, iowait, irq and softirq; what follows is part of the first two. */
    private static final int STEAL = 7;

    /** Nothing where there is no such file. */
    public static ProcessorTime now() throws IOException {
        if (!Files.isReadable(STAT)) {
            return new ProcessorTime(0, 0);
        }
        try (var lines = Files.lines(STAT)) {
            return of(lines.findFirst().orElseThrow());
        }
    }

    /** @param line the file's first one, {@code cpu} and a number for each kind of time */
    static ProcessorTime of(String line) {
        var times = Arrays.stream(line.split("\\s+"))
                .skip(1)
                .limit(STEAL + 1)
                .mapToLong(Long::parseLong)
                .toArray();
        return new ProcessorTime(Arrays.stream(times).sum(), times[STEAL]);
    }

    /** The stolen share of the time since then, 0 to 1. */
    public double stolenSince(ProcessorTime before) {
        return all == before.all ? 0 : (double) (stolen - before.stolen) / (all - before.all);
    }
}
