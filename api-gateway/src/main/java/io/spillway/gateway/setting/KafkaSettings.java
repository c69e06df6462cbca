package io.spillway.gateway.setting;

import io.spillway.domain.Patience;
import io.spillway.gateway.follow.Follower;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.health.Status;
import io.spillway.gateway.http.ApiException;
import io.spillway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings as the compacted topic of one partition has them; a thread of its own reads it whole and goes on. */
public final class KafkaSettings implements Settings, HealthCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSettings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Topic<String, byte[]> topic;
    private final Producer<byte[], byte[]> producer;
    private final Duration patience;
    private final Follower follower;
    private final Map<String, byte[]> values = new HashMap<>();
    private final List<Table<?>> tables = new ArrayList<>();
    private final long endAtStart;
    private long reached;

    private KafkaSettings(
            Map<String, Object> client,
            Topic<String, byte[]> topic,
            Producer<byte[], byte[]> producer,
            Patience patience) {
        this.topic = topic;
        this.producer = producer;
        this.patience = patience.forAnswer(PATIENCE);
        this.follower = Follower.fromBeginning(client, topic.name(), 1, this::take);
        this.endAtStart = follower.end();
    }

    /**
     * Begins to read.
     *
     * @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL
     * @param producer writes; it is not closed with this
     */
    public static KafkaSettings start(
            Map<String, Object> client,
            Topic<String, byte[]> topic,
            Producer<byte[], byte[]> producer,
            Patience patience) {
        var settings = new KafkaSettings(client, topic, producer, patience);
        settings.follower.start();
        return settings;
    }

    @Override
    public synchronized <T> Map<String, T> table(String prefix, Function<byte[], T> read) {
        var table = new Table<>(prefix, read);
        values.forEach(table::take);
        tables.add(table);
        return table.rows();
    }

    @Override
    public synchronized boolean complete() {
        return reached >= endAtStart;
    }

    @Override
    public void put(String name, byte[] value) {
        write(name, value);
    }

    @Override
    public void remove(String name) {
        write(name, null);
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public Status check() {
        return complete() || follower.check() instanceof Status.Failed
                ? follower.check()
                : new Status.Failed(topic.name() + " has not been read to its end yet");
    }

    @Override
    public void close() {
        follower.close();
    }

    private void write(String name, byte @Nullable [] value) {
        var key = topic.keys().serializer().serialize(topic.name(), name);
        try {
            var stored = producer.send(new ProducerRecord<>(topic.name(), 0, key, value))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            awaitRead(stored.offset());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("Could not write to {}: {}", topic.name(), e.toString());
            throw ApiException.unavailable("the settings cannot be changed now; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a setting was written", e);
        }
    }

    private synchronized void awaitRead(long offset) throws InterruptedException, TimeoutException {
        var end = System.nanoTime() + patience.toNanos();
        while (reached <= offset) {
            var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("what was written was not read back");
            }
            wait(left);
        }
    }

    private synchronized void take(Iterable<ConsumerRecord<byte[], byte[]>> records, long position) {
        for (var record : records) {
            take(topic.keys().deserializer().deserialize(topic.name(), record.key()), record.value());
        }
        reached = position;
        notifyAll();
    }

    private void take(String name, byte @Nullable [] value) {
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        tables.forEach(table -> table.take(name, value));
    }
}
