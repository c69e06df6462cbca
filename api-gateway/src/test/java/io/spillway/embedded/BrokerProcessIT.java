package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BrokerProcessIT {

    @AutoClose
    private final TestFolder folder = new TestFolder("spillway-test-broker");

    @Test
    void shouldKeepAcknowledgedRecordsWhenKilled() {
        // given
        List<String> values =
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        BrokerProcess first = BrokerProcess.start(folder.path());
        Records written = new Records(first.bootstrapServers(), "killed");
        written.createTopic();
        written.write(values);

        // when
        first.kill();
        try (BrokerProcess second = BrokerProcess.start(folder.path(), first.port())) {

            // then
            assertThat(new Records(second.bootstrapServers(), "killed").read()).isEqualTo(values);
        }
    }
}
