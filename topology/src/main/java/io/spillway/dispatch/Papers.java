package io.spillway.dispatch;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Outcome;
import io.spillway.domain.Quarantined;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.TenantId;
import io.spillway.domain.Waiting;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records that the dispatcher writes, and sees to it that each of them can be written: what is too large leaves
 * out the answer's body first, then the event's data, which can be read again where the event lies.
 */
final class Papers {

    /** What a batch of one record has beyond key and value. */
    private static final int ENVELOPE = 512;

    private final Topics topics;

    Papers(Topics topics) {
        this.topics = topics;
    }

    /** @param stored the delivery as it came, whose data may be coordinates */
    ProducerRecord<byte[], byte[]> attempt(Report.Attempt attempt, Delivery stored) {
        return fitting(
                topics.attempts(),
                attempt.delivery().tenant(),
                Stream.of(
                        attempt,
                        attempt(withoutBody(attempt.outcome()), attempt.retry(), attempt),
                        attempt(withoutBody(attempt.outcome()), attempt.retry().map(d -> withoutData(stored)), attempt),
                        attempt(withoutBody(attempt.outcome()), Optional.empty(), attempt)));
    }

    ProducerRecord<byte[], byte[]> cancellation(Report.Cancellation cancellation) {
        return fitting(topics.attempts(), cancellation.delivery().tenant(), Stream.of(cancellation));
    }

    /** To be joined with its destination again, at once. */
    ProducerRecord<byte[], byte[]> due(Delivery delivery, Instant now) {
        return waiting(topics.due(), delivery, now);
    }

    /** To come back at this instant of the broker's clock. */
    ProducerRecord<byte[], byte[]> deferred(Delivery delivery, Instant due, Instant now) {
        return waiting(topics.retries(topics.tiers().towards(due, now)), delivery, due);
    }

    ProducerRecord<byte[], byte[]> quarantined(ConsumerRecord<byte[], byte[]> record, String cause, String detail) {
        var topic = topics.quarantine();
        var room = topic.layout().maxRecordBytes() / 2;
        var quarantined = new Quarantined(
                inline(record.key(), room / 2),
                inline(record.value(), room),
                new RecordAt(record.topic(), record.partition(), record.offset()),
                cause,
                detail);
        return new ProducerRecord<>(
                topic.name(), record.key(), topic.values().serializer().serialize(topic.name(), quarantined));
    }

    private ProducerRecord<byte[], byte[]> waiting(Topic<TenantId, Waiting> topic, Delivery delivery, Instant due) {
        return fitting(
                topic,
                delivery.event().tenant(),
                Stream.of(new Waiting.Scheduled(delivery, due), new Waiting.Scheduled(withoutData(delivery), due)));
    }

    private static <V> ProducerRecord<byte[], byte[]> fitting(
            Topic<TenantId, V> topic, TenantId tenant, Stream<? extends V> choices) {
        var key = topic.keys().serializer().serialize(topic.name(), tenant);
        var limit = topic.layout().maxRecordBytes() - ENVELOPE - key.length;
        var value = choices.map(choice -> topic.values().serializer().serialize(topic.name(), choice))
                .filter(bytes -> bytes.length <= limit)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("a record for " + topic.name() + " cannot be made to fit"));
        return new ProducerRecord<>(topic.name(), key, value);
    }

    private static Report.Attempt attempt(Outcome outcome, Optional<Delivery> retry, Report.Attempt of) {
        return new Report.Attempt(of.delivery(), of.number(), of.manual(), of.time(), of.duration(), outcome, retry);
    }

    private static Outcome withoutBody(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(var response) -> new Outcome.Delivered(withoutBody(response));
            case Outcome.Failed(var failure, var message, var response) ->
                new Outcome.Failed(failure, message, response.map(Papers::withoutBody));
        };
    }

    private static Response withoutBody(Response response) {
        return new Response(response.code(), "{}");
    }

    private static Delivery withoutData(Delivery delivery) {
        return switch (delivery.event().data()) {
            case Data.Inline ignored -> delivery.with(new Data.Stored(delivery.origin()));
            case Data.Stored ignored -> delivery;
        };
    }

    private static Optional<Data.Inline> inline(byte @Nullable [] bytes, int atMost) {
        return Optional.ofNullable(bytes)
                .map(all -> new Data.Inline(all.length <= atMost ? all : Arrays.copyOf(all, atMost)));
    }
}
