package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingIT {

    @Test
    void shouldPublishAndLeaveNothingBehind() throws Exception {
        // given
        var before = leftOvers();

        // when
        var accepted = Training.run(Duration.ofSeconds(10));

        // then
        assertThat(accepted).isPositive();
        assertThat(leftOvers()).isEqualTo(before);
    }

    private static long leftOvers() throws Exception {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("spillway-training"))
                    .count();
        }
    }
}
