package io.spillway.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TickingClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Topic<String, byte[]> TOPIC = Topics.of(
                    "", new Tiers(List.of(new Tier(Duration.ofSeconds(1)))), Sizes.dev(), Wire.inMemory())
            .clock();

    /** The node's own time since some moment, in ns; only the test lets it pass. */
    private final AtomicLong monotonic = new AtomicLong(-5_000_000_000L);

    @Test
    void shouldShowTheAppendTimeOfItsTickAndWhatHasPassedSince() {
        try (var broker = new Broker();
                var clock = TickingClock.start(TOPIC, "node-1", broker, monotonic::get)) {
            // given
            var first = clock.now();

            // when
            pass(Duration.ofMillis(300));

            // then
            assertThat(first).isEqualTo(NOON);
            assertThat(clock.now()).isEqualTo(NOON.plusMillis(300));
        }
    }

    @Test
    void shouldBeLateByTheWayOfTheAcknowledgementAndNeverAhead() {
        try (var broker = new Broker()) {
            // given
            broker.acknowledgesAfter = Duration.ofMillis(40);
            broker.awayAfterOne = true;

            // when
            try (var clock = TickingClock.start(TOPIC, "node-1", broker, monotonic::get)) {
                // then
                assertThat(clock.now()).isEqualTo(NOON).isBefore(broker.now());
            }
        }
    }

    @Test
    void shouldFollowTheBrokerWithTheNextTick() {
        try (var broker = new Broker();
                var clock = TickingClock.start(TOPIC, "node-1", broker, monotonic::get)) {
            // when
            broker.ahead = Duration.ofHours(1);

            // then
            await().until(() -> clock.now().equals(NOON.plus(Duration.ofHours(1))));
        }
    }

    @Test
    void shouldGoOnByItselfWhileTheBrokerIsAway() {
        try (var broker = new Broker();
                var clock = TickingClock.start(TOPIC, "node-1", broker, monotonic::get)) {
            // given
            broker.away = true;
            await().until(() -> broker.refused.get() > 0);

            // when
            pass(Duration.ofMinutes(10));
            var meanwhile = clock.now();
            broker.away = false;

            // then
            assertThat(meanwhile).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
            broker.ahead = Duration.ofSeconds(7);
            await().until(() ->
                    clock.now().equals(NOON.plus(Duration.ofMinutes(10)).plusSeconds(7)));
        }
    }

    private void pass(Duration time) {
        monotonic.addAndGet(time.toNanos());
    }

    /** Takes ticks and stamps them with its own time. */
    private final class Broker extends MockProducer<String, byte[]> {

        private final long start = monotonic.get();
        private volatile Duration ahead = Duration.ZERO;
        private volatile Duration acknowledgesAfter = Duration.ZERO;
        private volatile boolean awayAfterOne;
        private volatile boolean away;
        private final AtomicInteger refused = new AtomicInteger();

        Broker() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        Instant now() {
            return NOON.plusNanos(monotonic.get() - start).plus(ahead);
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            if (away) {
                refused.incrementAndGet();
                return CompletableFuture.failedFuture(new TimeoutException("away"));
            }
            var partition = new TopicPartition(record.topic(), 0);
            var appended = new RecordMetadata(partition, 0, 0, now().toEpochMilli(), 6, 0);
            pass(acknowledgesAfter);
            if (awayAfterOne) {
                away = true;
            }
            return CompletableFuture.completedFuture(appended);
        }
    }
}
