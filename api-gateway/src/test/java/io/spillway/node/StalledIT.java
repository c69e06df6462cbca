package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.TenantId;
import io.spillway.gateway.openapi.Answer;
import io.spillway.topic.Partitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition that stands still for real while Kafka Streams, the broker and everything else are well. */
class StalledIT {

    private static final int STALLED = 2;
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String REASON = "no answer from the tenant task of partition [" + STALLED + "]";

    @TempDir
    private Path folder;

    @Test
    void shouldTurnRedWhileAPartitionStallsAndGreenAgain() {
        try (var spillway = Local.start(folder);
                var receiver = new Receiver()) {
            // given
            var elsewhere = tenantBeside(STALLED);
            spillway.tenant(elsewhere);
            spillway.webhook(elsewhere, "d", receiver.url("/elsewhere"), "");
            assertThat(spillway.root("/healthz").status()).isEqualTo(200);
            assertThat(spillway.root("/readyz").status()).isEqualTo(200);

            // when
            try (var _ = DyingWriter.of(spillway, new TopicPartition("spillway.commands", STALLED))) {
                // then
                await("no requests").atMost(SOON).untilAsserted(() -> red(spillway.root("/readyz")));
                assertThat(spillway.root("/healthz").status())
                        .as("not yet to be restarted")
                        .isEqualTo(200);
                await("restart").atMost(SOON).untilAsserted(() -> red(spillway.root("/healthz")));
                assertThat(spillway.publish(elsewhere, "e1", "{}").status()).isEqualTo(202);
                await().atMost(SOON).until(() -> receiver.at("/elsewhere").size() == 1);
            }

            // then
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(spillway.root("/readyz").status()).isEqualTo(200));
            assertThat(spillway.root("/healthz").status()).isEqualTo(200);
        }
    }

    private static void red(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/status").asText()).isEqualTo("failed");
        assertThat(answer.json().at("/workers/partitions/reason").asText()).isEqualTo(REASON);
    }

    private static String tenantBeside(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(n -> "tenant-" + n)
                .filter(name -> Partitions.of(new TenantId(name), 4) != partition)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A transactional writer that dies again and again in the middle: nobody sees what is written behind its open transaction
     * until the broker ends it, after 20 s; long before that the next one is open.
     */
    private static final class DyingWriter implements AutoCloseable {

        private static final Duration LIFE = Duration.ofSeconds(4);

        private final ScheduledExecutorService lives = Executors.newSingleThreadScheduledExecutor();
        private final Collection<Producer<byte[], byte[]>> dead = new ConcurrentLinkedQueue<>();
        private final String bootstrapServers;
        private final TopicPartition partition;

        private DyingWriter(String bootstrapServers, TopicPartition partition) {
            this.bootstrapServers = bootstrapServers;
            this.partition = partition;
        }

        static DyingWriter of(Local spillway, TopicPartition partition) {
            var writer = new DyingWriter(spillway.bootstrapServers(), partition);
            var unused = writer.lives.scheduleAtFixedRate(writer::live, 0, LIFE.toSeconds(), TimeUnit.SECONDS);
            return writer;
        }

        private void live() {
            var settings = Map.<String, Object>of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "transactional.id",
                    "dying-" + dead.size(),
                    "transaction.timeout.ms",
                    20_000);
            var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            dead.add(producer);
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(
                    new ProducerRecord<>(partition.topic(), partition.partition(), new byte[0], new byte[] {1}));
            producer.flush();
        }

        /** No more of them; the last transaction is still open. */
        @Override
        public void close() {
            lives.shutdownNow();
            dead.forEach(producer -> producer.close(Duration.ZERO));
        }
    }
}
