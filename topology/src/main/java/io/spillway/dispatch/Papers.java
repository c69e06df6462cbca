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
    /** Ours are far shorter; one that is longer says nothing, and would stand in the record twice. */
    private static final int LONGEST_KEY = 4_096;

    private final Topics topics;

    Papers(Topics topics) {
        this.topics = topics;
    }

    /** @param stored the delivery as it came, whose data may be coordinates */
    ProducerRecord<byte[], byte[]> attempt(Report.Attempt attempt, Delivery stored) {
        return fitting(
                topics.attempts(),
                key(topics.attempts(), attempt.delivery().tenant()),
                Stream.of(
                        attempt,
                        attempt.with(withoutBody(attempt.outcome()), attempt.retry()),
                        attempt.with(
                                withoutBody(attempt.outcome()), attempt.retry().map(d -> withoutData(stored))),
                        attempt.with(withoutBody(attempt.outcome()), Optional.empty())));
    }

    ProducerRecord<byte[], byte[]> cancellation(Report.Cancellation cancellation) {
        var key = key(topics.attempts(), cancellation.delivery().tenant());
        return fitting(topics.attempts(), key, Stream.of(cancellation));
    }

    /** To be joined with its destination again, at once. */
    ProducerRecord<byte[], byte[]> due(Delivery delivery, Instant now) {
        return waiting(topics.due(), delivery, now);
    }

    /** To come back at this instant of the broker's clock. */
    ProducerRecord<byte[], byte[]> deferred(Delivery delivery, Instant due, Instant now) {
        return waiting(topics.retries(topics.tiers().towards(due, now)), delivery, due);
    }

    /** A key or a value that is too large is left out: the coordinates say where it lies. */
    ProducerRecord<byte[], byte[]> quarantined(ConsumerRecord<byte[], byte[]> record, String cause, String detail) {
        var at = new RecordAt(record.topic(), record.partition(), record.offset());
        var key = Optional.ofNullable(record.key()).filter(bytes -> bytes.length <= LONGEST_KEY);
        var value = Optional.ofNullable(record.value()).map(Data.Inline::new);
        return fitting(
                topics.quarantine(),
                key.orElse(null),
                Stream.of(value, Optional.<Data.Inline>empty())
                        .map(shown -> new Quarantined(key.map(Data.Inline::new), shown, at, cause, detail)));
    }

    private ProducerRecord<byte[], byte[]> waiting(Topic<TenantId, Waiting> topic, Delivery delivery, Instant due) {
        return fitting(
                topic,
                key(topic, delivery.event().tenant()),
                Stream.of(new Waiting.Scheduled(delivery, due), new Waiting.Scheduled(withoutData(delivery), due)));
    }

    private static <V> ProducerRecord<byte[], byte[]> fitting(
            Topic<?, V> topic, byte @Nullable [] key, Stream<? extends V> choices) {
        var limit = topic.layout().maxRecordBytes() - ENVELOPE - (key == null ? 0 : key.length);
        var value = choices.map(choice -> topic.values().serializer().serialize(topic.name(), choice))
                .filter(bytes -> bytes.length <= limit)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("a record for " + topic.name() + " cannot be made to fit"));
        return new ProducerRecord<>(topic.name(), key, value);
    }

    private static byte[] key(Topic<TenantId, ?> topic, TenantId tenant) {
        return topic.keys().serializer().serialize(topic.name(), tenant);
    }

    private static Outcome withoutBody(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(var response, var timings) -> new Outcome.Delivered(withoutBody(response), timings);
            case Outcome.Failed(var failure, var message, var response, var retryAfter, var timings) ->
                new Outcome.Failed(failure, message, response.map(Papers::withoutBody), retryAfter, timings);
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
}
