package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessIT {

    @Test
    void shouldKeepAcknowledgedRecordsWhenKilled(@TempDir Path folder) {
        // given
        List<String> values =
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        BrokerProcess first = BrokerProcess.start(folder);
        Records written = new Records(first.bootstrapServers(), "killed");
        written.createTopic();
        written.write(values);

        // when
        first.kill();
        try (BrokerProcess second = BrokerProcess.start(folder, first.port())) {

            // then
            assertThat(new Records(second.bootstrapServers(), "killed").read()).isEqualTo(values);
        }
    }
}
