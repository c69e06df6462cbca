package io.spillway.gateway.request;

import io.spillway.domain.Command;
import io.spillway.domain.Event;
import io.spillway.domain.Patience;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.RequestIds;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Partitions;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to {@code commands} and {@code events}; a broker that is away shows within two seconds. */
public final class KafkaOutbox implements Outbox, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutbox.class);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final Topic<TenantId, Command> commands;
    private final Topic<TenantId, Event> events;

    public KafkaOutbox(Producer<byte[], byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
        this.commands = topics.commands();
        this.events = topics.events();
    }

    /**
     * A producer that gives up within two seconds.
     *
     * @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL
     */
    public static Producer<byte[], byte[]> producer(Map<String, Object> client, Topics topics, Patience patience) {
        return new KafkaProducer<>(
                settings(client, topics, patience), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> settings(Map<String, Object> client, Topics topics, Patience patience) {
        var settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Whoever comes while a request is under way shares the next one: no wait when idle, large batches when busy.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.forAnswer(1_500));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience.forAnswer(1_500));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience.forAnswer(1_800));
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topics.events().layout().maxRecordBytes());
        return settings;
    }

    @Override
    public CompletableFuture<Void> send(Command command, Ticket ticket) {
        return send(commands, command.tenant(), command, ticket);
    }

    @Override
    public CompletableFuture<Void> send(Event event, Ticket ticket) {
        return send(events, event.tenant(), event, ticket);
    }

    @Override
    public CompletableFuture<Void> probe(int partition, Ticket ticket) {
        var nobody = new TenantId("-");
        return send(commands, partition, nobody, new Command.Probe(nobody), ticket);
    }

    @Override
    public int partitions() {
        return topics.partitions(commands);
    }

    /** Waits for what is on its way, for a second at most. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    private <V> CompletableFuture<Void> send(Topic<TenantId, V> topic, TenantId tenant, V value, Ticket ticket) {
        return send(topic, Partitions.of(tenant, topics.partitions(topic)), tenant, value, ticket);
    }

    private <V> CompletableFuture<Void> send(
            Topic<TenantId, V> topic, int partition, TenantId tenant, V value, Ticket ticket) {
        var stored = new CompletableFuture<Void>();
        try {
            var ignored = producer.send(record(topic, partition, tenant, value, ticket), (where, failure) -> {
                if (failure == null) {
                    stored.complete(null);
                } else {
                    stored.completeExceptionally(refusal(topic, failure));
                }
            });
        } catch (KafkaException e) {
            stored.completeExceptionally(refusal(topic, e));
        }
        return stored;
    }

    private static <V> ProducerRecord<byte[], byte[]> record(
            Topic<TenantId, V> topic, int partition, TenantId tenant, V value, Ticket ticket) {
        var headers = new RecordHeaders()
                .add(HeaderNames.REQUEST, utf8(ticket.request()))
                .add(HeaderNames.REQUESTER, utf8(ticket.requester()));
        RequestIds.current().ifPresent(id -> headers.add(HeaderNames.REQUEST_ID, utf8(id)));
        return new ProducerRecord<>(
                topic.name(),
                partition,
                topic.keys().serializer().serialize(topic.name(), tenant),
                topic.values().serializer().serialize(topic.name(), headers, value),
                headers);
    }

    private static ApiException refusal(Topic<?, ?> topic, Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            return ApiException.tooLarge("the record", topic.layout().maxRecordBytes());
        }
        LOG.warn("Could not write to {}: {}", topic.name(), failure.toString());
        return ApiException.unavailable("the log is not available; try again");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
