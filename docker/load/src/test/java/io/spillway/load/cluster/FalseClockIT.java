package io.spillway.load.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FalseClockIT {

    private static final Duration ABOUT = Duration.ofMinutes(10);

    /** Says its time whenever it is asked, and how long it has run by the monotonic clock. */
    static final class Clock {

        public static void main(String... arguments) throws IOException {
            long start = System.nanoTime();
            while (System.in.read() != -1) {
                System.out.println(Instant.now() + " " + (System.nanoTime() - start));
            }
        }
    }

    @Test
    void shouldShiftTheWallClockOfAProcessThatRunsAndNoOther(@TempDir Path folder) throws Exception {
        // given
        var built = FalseClock.build(folder);
        assumeThat(built).as("a C compiler").isPresent();
        var clock = built.get();
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Clock.class.getName()));
        builder.environment().putAll(clock.environment());
        var process = builder.start();
        try (var says = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(time(process, says))
                    .isBetween(Instant.now().minus(ABOUT), Instant.now().plus(ABOUT));

            // when
            clock.shift(Duration.ofDays(1));
            var ahead = time(process, says);
            clock.shift(Duration.ofHours(-2));
            var behind = time(process, says);

            // then
            assertThat(Duration.between(Instant.now().plus(Duration.ofDays(1)), ahead)
                            .abs())
                    .isLessThan(ABOUT);
            assertThat(Duration.between(Instant.now().minus(Duration.ofHours(2)), behind)
                            .abs())
                    .isLessThan(ABOUT);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Instant time(Process process, BufferedReader says) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        var words = says.readLine().split(" ");
        assertThat(Long.parseLong(words[1]))
                .as("monotonic")
                .isBetween(0L, Duration.ofMinutes(30).toNanos());
        return Instant.parse(words[0]);
    }
}
