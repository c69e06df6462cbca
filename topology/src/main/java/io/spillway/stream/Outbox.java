package io.spillway.stream;

import io.spillway.domain.Answer;
import io.spillway.domain.Delivery;
import io.spillway.domain.Quarantined;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The way out of the tenant task. Every record is serialised and weighed before it is forwarded: one that the broker would
 * refuse must never reach the producer, where it would break the transaction of everybody else.
 */
public final class Outbox {

    /** What a record may weigh beside its value: key, headers and the broker's own framing. */
    private static final int FRAMING = 4096;

    private final ProcessorContext<byte[], byte[]> context;
    private final Topics topics;
    private final Answers answers;
    private Instant now = Instant.EPOCH;

    Outbox(ProcessorContext<byte[], byte[]> context, Topics topics, Answers answers) {
        this.context = context;
        this.topics = topics;
        this.answers = answers;
    }

    public Topics topics() {
        return topics;
    }

    /** Sets the time that outgoing records carry: that of the record being worked on. */
    void at(Instant time) {
        now = time;
    }

    /** Forwards a record, or returns false where it is larger than its topic takes. */
    public <K, V> boolean send(Topic<K, V> topic, K key, V value) {
        return forward(topic, key, value, new RecordHeaders());
    }

    /** Forwards a tombstone. */
    public <K> void forget(Topic<K, ?> topic, K key) {
        emit(topic, topic.keys().serializer().serialize(topic.name(), key), null, new RecordHeaders());
    }

    /** Forwards a delivery with the headers by which the dispatcher knows it again. */
    public boolean deliver(Delivery delivery) {
        var headers = new RecordHeaders()
                .add(HeaderNames.DELIVERY, utf8(delivery.id().value()))
                .add(HeaderNames.ATTEMPT, utf8(Integer.toString(delivery.attempt())))
                .add(HeaderNames.PASS, utf8(Integer.toString(delivery.pass())));
        return forward(topics.deliveries(), delivery.key(), delivery, headers);
    }

    /** Forwards bytes as they came, for {@code events.rekeyed}. */
    void rekey(byte[] key, byte[] value, Headers headers) {
        emit(topics.eventsRekeyed(), key, value, headers);
    }

    /** Puts aside what cannot be read; a value too large for that is left out, its coordinates say where it lies. */
    public void quarantine(Quarantined what) {
        var key = utf8(what.source().topic());
        if (!send(topics.quarantine(), key, what)) {
            send(
                    topics.quarantine(),
                    key,
                    new Quarantined(Optional.empty(), Optional.empty(), what.source(), what.cause(), what.detail()));
        }
    }

    public boolean publish(Tenant tenant) {
        return send(topics.tenants(), tenant.id(), tenant);
    }

    public boolean publish(Subscription subscription) {
        return send(topics.subscriptions(), subscription.key(), subscription);
    }

    /** Answers whoever waits: in this process directly, elsewhere over {@code command-results}. */
    public void answer(Optional<Request> request, Answer answer) {
        request.filter(waiting -> !answers.take(waiting.requester(), waiting.id(), answer))
                .ifPresent(waiting -> forward(
                        topics.commandResults(),
                        waiting.requester(),
                        answer,
                        new RecordHeaders().add(HeaderNames.REQUEST, utf8(waiting.id()))));
    }

    private <K, V> boolean forward(Topic<K, V> topic, K key, V value, Headers headers) {
        var valueBytes = topic.values().serializer().serialize(topic.name(), headers, value);
        if (valueBytes.length + FRAMING > topic.layout().maxRecordBytes()) {
            return false;
        }
        emit(topic, topic.keys().serializer().serialize(topic.name(), key), valueBytes, headers);
        return true;
    }

    private void emit(Topic<?, ?> topic, byte[] key, byte @Nullable [] value, Headers headers) {
        context.forward(new Record<>(key, value, now.toEpochMilli(), headers), topic.name());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
