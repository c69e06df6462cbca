package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outpost's official SDK as a client of a whole node; {@code outpost-sdk.js} says what it does and expects. */
class OutpostSdkIT {

    @Test
    void shouldServeEveryMethodOfTheOfficialSdk(@TempDir Path folder) {
        // given
        var topics = "order.paid,order.refunded";
        try (var spillway = Local.start(folder, Map.of("TOPICS", topics, "RETRY_SCHEDULE", "1,1"))) {

            // when
            var ended = NodeJs.run("outpost-sdk.js", new byte[0], spillway.url() + "/api/v1", Local.KEY, topics);

            // then
            assertThat(ended.exit()).as(ended.output()).isZero();
            assertThat(ended.output()).containsPattern("# pass [1-9][0-9]");
        }
    }
}
