package io.spillway.load.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A wall clock that can be set while its processes run; it is compiled on the spot and preloaded into them. Linux only. */
public final class FalseClock {

    private static final String SOURCE = "false-clock.c";

    private final Path library;
    private final Path shift;

    private FalseClock(Path library, Path shift) {
        this.library = library;
        this.shift = shift;
    }

    /**
     * Builds one that is right so far.
     *
     * @return empty where there is no C compiler
     */
    public static Optional<FalseClock> build(Path folder) throws IOException, InterruptedException {
        var source = folder.resolve(SOURCE);
        try (var text = Objects.requireNonNull(FalseClock.class.getResourceAsStream(SOURCE), SOURCE)) {
            Files.copy(text, source);
        }
        var clock = new FalseClock(folder.resolve("false-clock.so"), folder.resolve("shift"));
        clock.shift(Duration.ZERO);
        return clock.compile(source) ? Optional.of(clock) : Optional.empty();
    }

    /** What processes must have in their environment to go by it. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FALSE_CLOCK", shift.toString());
    }

    /** Sets it so far ahead of the true time from now on; behind it where that is negative. */
    public void shift(Duration ahead) throws IOException {
        var seconds = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(ahead.toSeconds())
                .flip();
        // In place: the processes have this very file mapped.
        try (var file = Files.newByteChannel(shift, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(seconds);
        }
    }

    private boolean compile(Path source) throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "cc",
                                    "-shared",
                                    "-fPIC",
                                    "-O1",
                                    "-o",
                                    library.toString(),
                                    source.toString(),
                                    "-ldl")
                            .redirectErrorStream(true)
                            .redirectOutput(source.resolveSibling("cc.log").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
