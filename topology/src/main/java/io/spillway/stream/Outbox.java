package io.spillway.stream;

import io.spillway.domain.Answer;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Erasure;
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

    /** What the broker's format adds to a record that is alone in its batch, generously. */
    private static final int FRAMING = 256;

    private static final int FRAMING_OF_A_HEADER = 10;
    private static final int UTF8_AT_MOST = 3;

    private static final byte[] NO_KEY = {};

    private final ProcessorContext<byte[], byte[]> context;
    private final Topics topics;
    private final Topic<DestinationKey, Delivery> deliveries;
    private final Answers answers;
    private Instant now = Instant.EPOCH;

    Outbox(ProcessorContext<byte[], byte[]> context, Topics topics, Answers answers) {
        this.context = context;
        this.topics = topics;
        this.deliveries = topics.deliveries();
        this.answers = answers;
    }

    public Topics topics() {
        return topics;
    }

    /** The time of the record being worked on. */
    Instant now() {
        return now;
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

    /**
     * Forwards a delivery with the headers by which the dispatcher knows it again.
     *
     * @param awaited whether the next one of its destination waits for what comes of it
     */
    public boolean deliver(Delivery delivery, boolean awaited) {
        var headers = new RecordHeaders()
                .add(HeaderNames.DELIVERY, utf8(delivery.id().value()))
                .add(
                        HeaderNames.INCARNATION,
                        utf8(Long.toString(delivery.target().incarnation())))
                .add(HeaderNames.ATTEMPT, utf8(Integer.toString(delivery.attempt())))
                .add(HeaderNames.PASS, utf8(Integer.toString(delivery.pass())));
        if (awaited) {
            headers.add(HeaderNames.AWAITED, utf8("true"));
        }
        return forward(deliveries, delivery.key(), delivery, headers);
    }

    /** Forwards bytes as they came to {@code events.rekeyed}, or returns false where they and the headers are too large. */
    boolean rekey(byte[] key, byte[] value, Headers headers) {
        return emit(topics.eventsRekeyed(), key, value, headers);
    }

    /** Puts aside what cannot be read, under its own key; one too large for that is left out, its coordinates say where it lies. */
    public void quarantine(Quarantined what) {
        var key = what.key().map(Data.Inline::bytes).orElse(NO_KEY);
        if (!send(topics.quarantine(), key, what)) {
            send(
                    topics.quarantine(),
                    NO_KEY,
                    new Quarantined(Optional.empty(), Optional.empty(), what.source(), what.cause(), what.detail()));
        }
    }

    /** Tells whoever keeps what other topics hold, and for longer, what to forget. */
    public void erase(Erasure erasure) {
        if (!send(topics.erasures(), erasure.tenant(), erasure)) {
            throw new IllegalStateException("an erasure is far smaller than any record may be");
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
        return emit(
                topic,
                topic.keys().serializer().serialize(topic.name(), key),
                topic.values().serializer().serialize(topic.name(), headers, value),
                headers);
    }

    private boolean emit(Topic<?, ?> topic, byte[] key, byte @Nullable [] value, Headers headers) {
        if (weight(key, value, headers) > topic.layout().maxRecordBytes()) {
            return false;
        }
        context.forward(new Record<>(key, value, now.toEpochMilli(), headers), topic.name());
        return true;
    }

    private static int weight(byte[] key, byte @Nullable [] value, Headers headers) {
        var weight = FRAMING + key.length + (value == null ? 0 : value.length);
        for (var header : headers) {
            weight += header.key().length() * UTF8_AT_MOST
                    + (header.value() == null ? 0 : header.value().length)
                    + FRAMING_OF_A_HEADER;
        }
        return weight;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
