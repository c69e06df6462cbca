package io.spillway.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Sent;
import io.spillway.load.Workload;
import java.time.Duration;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaSenderTest {

    private final Workload workload = new Workload("r1", 2, 1, 256);
    private final SentLog log = new SentLog();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaSender sender = new KafkaSender(producer, "spillway.events", workload, log);

    @Test
    void shouldPutEachEventUnderItsTenantAsJson() {
        // when
        sender.run(burst());

        // then
        assertThat(log.events()).hasSize(3).allMatch(Sent::accepted);
        assertThat(producer.history()).hasSize(3).last().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("spillway.events");
            assertThat(record.key()).asString().isEqualTo(workload.tenant(0));
            assertThat(record.value()).isEqualTo(workload.rendering().publish(2));
            assertThat(record.headers().lastHeader("content-type").value())
                    .asString()
                    .isEqualTo("application/json");
        });
    }

    @Test
    void shouldNoteWhatKafkaDidNotTake() {
        // given
        var refusing =
                new MockProducer<>(
                        false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized void flush() {
                        while (errorNext(new TimeoutException("no answer"))) {
                            // the next one
                        }
                    }
                };

        // when
        new KafkaSender(refusing, "spillway.events", workload, log).run(burst());

        // then
        assertThat(log.events()).hasSize(3).allMatch(sent -> sent.status() == 0);
    }

    /** Three events that were all due before the first was sent. */
    private static Pace burst() {
        return Pace.open(100, System.nanoTime() - Duration.ofSeconds(1).toNanos(), Duration.ofMillis(30));
    }
}
