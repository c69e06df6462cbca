package io.spillway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Quarantined;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.domain.Waiting;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PapersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final RecordAt ORIGIN = new RecordAt("spillway.events", 0, 7);
    private static final Topics TOPICS = Topics.of(
            "",
            new Tiers(List.of(new Tier(Duration.ofSeconds(1)), new Tier(Duration.ofSeconds(30)))),
            new Sizes(1, 1, 1024 * 1024),
            Wire.inMemory());
    private static final int LIMIT = TOPICS.attempts().layout().maxRecordBytes();

    private final Papers papers = new Papers(TOPICS);

    @Nested
    class AnAttempt {

        @Test
        void shouldBeWrittenWholeWhereItFits() {
            // given
            var delivery = delivery(data(1024), 0);
            var attempt = failed(delivery, 2_000);

            // when
            var record = papers.attempt(attempt, delivery);

            // then
            assertThat(read(TOPICS.attempts(), record)).isEqualTo(attempt);
            assertThat(record.key()).isEqualTo("acme".getBytes(UTF_8));
        }

        @Test
        void shouldLeaveOutTheAnswersBodyFirst() {
            // given
            var delivery = delivery(data(1024 * 1024), 200_000);
            var attempt = failed(delivery, 100_000);

            // when
            var report = attempt(papers.attempt(attempt, delivery));

            // then
            assertThat(report.outcome())
                    .isEqualTo(
                            new Outcome.Failed(Failure.STATUS, "answered 500", Optional.of(new Response("500", "{}"))));
            assertThat(report.retry()).contains(delivery);
        }

        @Test
        void shouldLeaveOutTheDataNextWhichLiesWhereTheEventDoes() {
            // given
            var delivery = delivery(data(1024 * 1024), 300_000);

            // when
            var report = attempt(papers.attempt(failed(delivery, 10), delivery));

            // then
            assertThat(report.retry()).contains(delivery.with(new Data.Stored(ORIGIN)));
        }

        /** The data was read for the call; whoever tries next reads it again. */
        @Test
        void shouldLeaveOutDataThatCameAsCoordinates() {
            // given
            var asItCame = delivery(data(1), 300_000).with(new Data.Stored(ORIGIN));
            var called = asItCame.with(data(1024 * 1024));

            // when
            var report = attempt(papers.attempt(failed(called, 10), asItCame));

            // then
            assertThat(report.retry()).contains(asItCame);
        }

        @Test
        void shouldLeaveOutTheWholeDeliveryAtLast() {
            // given
            var delivery = delivery(data(10), LIMIT);

            // when
            var report = attempt(papers.attempt(failed(delivery, 10), delivery));

            // then
            assertThat(report.retry()).isEmpty();
            assertThat(report.delivery()).isEqualTo(delivery.ref());
        }

        @Test
        void shouldFitAtEveryStep() {
            for (var size = LIMIT - 3_000; size <= LIMIT + 1_000; size += 97) {
                var delivery = delivery(data(10), size);
                assertThat(batch(papers.attempt(failed(delivery, 1_000), delivery)))
                        .isLessThanOrEqualTo(LIMIT);
            }
        }

        @Test
        void shouldBreakItsPromiseOnlyWhereWhatItIsAboutIsTooLarge() {
            // given
            var nameless = delivery(data(10), 0);
            var attempt = new Report.Attempt(
                    nameless.ref(),
                    1,
                    false,
                    NOW,
                    Duration.ZERO,
                    new Outcome.Failed(Failure.PROVIDER, "x".repeat(LIMIT), Optional.empty()),
                    Optional.empty());

            // then
            assertThatIllegalStateException().isThrownBy(() -> papers.attempt(attempt, nameless));
        }
    }

    @Nested
    class WhatWaits {

        @Test
        void shouldRideTheTierThatFitsItsDueTime() {
            // given
            var delivery = delivery(data(10), 0);
            var due = NOW.plusSeconds(40);

            // when
            var record = papers.deferred(delivery, due, NOW);

            // then
            assertThat(record.topic()).isEqualTo("spillway.retries.30s");
            assertThat(read(TOPICS.due(), record)).isEqualTo(new Waiting.Scheduled(delivery, due));
        }

        @Test
        void shouldLeaveItsDataBehindWhereItIsTooLarge() {
            // given
            var delivery = delivery(data(1024 * 1024), 300_000);

            // when
            var record = papers.due(delivery, NOW);

            // then
            assertThat(read(TOPICS.due(), record))
                    .isEqualTo(new Waiting.Scheduled(delivery.with(new Data.Stored(ORIGIN)), NOW));
        }
    }

    @Nested
    class WhatCannotBeRead {

        @Test
        void shouldBePutAsideAsItCame() {
            // given
            var came = garbage("key".getBytes(UTF_8), new byte[100]);

            // when
            var record = papers.quarantined(came, "invalid_avro", "It is none.");

            // then
            assertThat(record.key()).isEqualTo(came.key());
            assertThat(read(TOPICS.quarantine(), record))
                    .isEqualTo(new Quarantined(
                            Optional.of(new Data.Inline(came.key())),
                            Optional.of(new Data.Inline(came.value())),
                            new RecordAt("spillway.deliveries", 3, 11),
                            "invalid_avro",
                            "It is none."));
        }

        @Test
        void shouldFitWhateverTheSizesOfKeyAndValue() {
            for (var key : List.of(0, 300, 5_000, LIMIT / 4, LIMIT / 2, LIMIT - 300)) {
                for (var value : List.of(0, 300, LIMIT / 4, LIMIT / 2, LIMIT - 300)) {
                    var record = papers.quarantined(
                            garbage(new byte[key], new byte[value]), "invalid_avro", "x".repeat(2_000));

                    assertThat(batch(record)).as(key + " + " + value).isLessThanOrEqualTo(LIMIT);
                    assertThat(read(TOPICS.quarantine(), record).source().offset())
                            .isEqualTo(11);
                }
            }
        }

        private ConsumerRecord<byte[], byte[]> garbage(byte[] key, byte[] value) {
            return new ConsumerRecord<>("spillway.deliveries", 3, 11, key, value);
        }
    }

    private Report.Attempt attempt(ProducerRecord<byte[], byte[]> record) {
        return (Report.Attempt) read(TOPICS.attempts(), record);
    }

    private static <V> V read(Topic<?, V> topic, ProducerRecord<byte[], byte[]> record) {
        return topic.values().deserializer().deserialize(record.topic(), record.value());
    }

    /** The size of the batch that the broker weighs: Kafka's format adds 61 bytes to a batch and at most 21 to a record. */
    private static int batch(ProducerRecord<byte[], byte[]> record) {
        return 61 + 21 + (record.key() == null ? 0 : record.key().length) + record.value().length;
    }

    private static Report.Attempt failed(Delivery delivery, int answer) {
        var response = new Response("500", "{\"body\":\"" + "x".repeat(answer) + "\"}");
        return new Report.Attempt(
                delivery.ref(),
                delivery.attempt(),
                false,
                NOW,
                Duration.ofMillis(5),
                new Outcome.Failed(Failure.STATUS, "answered 500", Optional.of(response)),
                Optional.of(delivery));
    }

    private static Data data(int size) {
        return new Data.Inline(new byte[size]);
    }

    private static Delivery delivery(Data data, int settings) {
        var event = new Event(
                new TenantId("acme"),
                new EventId("e"),
                Optional.of("order.paid"),
                NOW,
                Map.of(),
                true,
                Optional.empty(),
                data);
        var target = new Target(new DestinationId("d"), 1, 1, "webhook", new Sealed("k", new byte[settings]));
        return Delivery.first(event, ORIGIN, target);
    }
}
