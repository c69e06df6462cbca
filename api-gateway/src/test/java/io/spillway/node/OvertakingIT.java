package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What must not wait behind a backlog. */
class OvertakingIT {

    private static final int BACKLOG = 50_000;

    @Test
    void shouldApplyACommandBeforeTheBacklogOfEventsInItsPartition() {
        var spillway = Local.shared();
        // given
        spillway.tenant("behind");
        produceBacklog(spillway.bootstrapServers());

        // when: a destination that takes none of them, so that nothing is measured but the order
        var before = System.nanoTime();
        var created = spillway.webhook("behind", "d", "http://127.0.0.1:9/", ",\"filter\":{\"data\":{\"n\":-1}}");

        System.out.printf("a command behind %d events: %d ms%n", BACKLOG, (System.nanoTime() - before) / 1_000_000);

        // then
        assertThat(created.at("/id").asText()).isEqualTo("d");
        assertThat(spillway.get("/events/e" + (BACKLOG - 1) + "?tenant_id=behind")
                        .status())
                .as("the last event of the backlog, when the command was answered")
                .isEqualTo(404);
        await().atMost(Duration.ofMinutes(5))
                .until(() -> spillway.get("/events/e" + (BACKLOG - 1) + "?tenant_id=behind")
                                .status()
                        == 200);
    }

    private static void produceBacklog(String bootstrapServers) {
        var failed = new AtomicInteger();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var n = 0; n < BACKLOG; n++) {
                var value = "{\"tenant_id\":\"behind\",\"id\":\"e%d\",\"data\":{\"n\":%d}}".formatted(n, n);
                var unused = producer.send(
                        new ProducerRecord<>("spillway.events", "behind".getBytes(UTF_8), value.getBytes(UTF_8)),
                        (where, failure) -> failed.addAndGet(failure == null ? 0 : 1));
            }
        }
        assertThat(failed).hasValue(0);
    }
}
