package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @Nested
    @ExtendWith(SharedBroker.class)
    class WhenFresh {

        @Test
        void shouldGiveBackWhatWasWritten(TestKafka kafka) {
            // given
            Records records = new Records(kafka.bootstrapServers(), kafka.deployment() + ".fresh");
            records.createTopic();

            // when
            records.write(List.of("one", "two"));

            // then
            assertThat(records.read()).containsExactly("one", "two");
        }
    }

    @Nested
    class WhenStartedAgain {

        @Test
        void shouldKeepRecordsWithOtherPorts(@TempDir Path folder) {
            // given
            try (EmbeddedBroker first = EmbeddedBroker.start(folder, 0, TestPatience.AMPLE)) {
                Records records = new Records(first.bootstrapServers(), "kept");
                records.createTopic();
                records.write(List.of("one", "two"));
            }

            // when
            try (EmbeddedBroker second = EmbeddedBroker.start(folder, 0, TestPatience.AMPLE)) {

                // then
                Records records = new Records(second.bootstrapServers(), "kept");
                assertThat(records.read()).containsExactly("one", "two");
                records.write(List.of("three"));
                assertThat(records.read()).containsExactly("one", "two", "three");
            }
        }
    }

    @Nested
    class WhenItCannotStart {

        @Test
        void shouldSayThatThePortIsBusy(@TempDir Path folder) throws Exception {
            // given
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {

                // then
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(() -> EmbeddedBroker.start(folder, other.getLocalPort(), TestPatience.AMPLE))
                        .withMessage(
                                "Port %d is busy, so the Kafka broker cannot start: stop what listens there or choose"
                                        + " another port.",
                                other.getLocalPort());
                assertThat(folder).isEmptyDirectory();
            }
        }

        @Test
        void shouldSayWhichProcessHasTheFolder(@TempDir Path folder) {
            // given
            try (BrokerProcess other = BrokerProcess.start(folder)) {

                // then
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(() -> EmbeddedBroker.start(folder, 0, TestPatience.AMPLE))
                        .withMessage(
                                "The data folder %s is in use by process %d: stop it or choose another folder.",
                                folder, other.pid());
            }
        }
    }
}
