package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import io.spillway.domain.DestinationStatus;
import io.spillway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the destinations of this node's partitions are now: the compacted topic {@code destinations}, kept in memory.
 *
 * <p>A thread of its own reads it without waiting for commits, so that a destination that is disabled is known here within
 * moments. About 300 bytes a destination.
 */
final class DestinationsTable implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DestinationsTable.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topic<DestinationKey, DestinationStatus> topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, Map<DestinationKey, DestinationStatus>> rows = new ConcurrentHashMap<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, Loading> loading = new HashMap<>();
    private volatile boolean closing;
    private volatile boolean running = true;

    private sealed interface Change {}

    private record Own(int partition, CompletableFuture<Void> ready) implements Change {}

    private record Disown(int partition) implements Change {}

    private record Loading(long end, CompletableFuture<Void> ready) {}

    DestinationsTable(Topic<DestinationKey, DestinationStatus> topic, Consumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
        Thread.ofPlatform().name("destinations-table").daemon().start(this::run);
    }

    /** Begins to follow a partition; done when all is read that stood there when this was called. */
    CompletableFuture<Void> own(int partition) {
        var ready = new CompletableFuture<Void>();
        changes.add(new Own(partition, ready));
        consumer.wakeup();
        return ready;
    }

    void disown(int partition) {
        changes.add(new Disown(partition));
        consumer.wakeup();
    }

    Optional<DestinationStatus> row(int partition, DestinationKey key) {
        return Optional.ofNullable(rows.getOrDefault(partition, Map.of()).get(key));
    }

    boolean isRunning() {
        return running;
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                turn();
            }
        } catch (InterruptException e) {
            LOG.debug("the table of destinations is interrupted");
        } catch (RuntimeException e) {
            LOG.error("the table of destinations cannot go on", e);
        } finally {
            running = false;
            loading.values().forEach(partition -> partition.ready.cancel(false));
        }
    }

    private void turn() {
        try {
            Change change;
            while ((change = changes.peek()) != null) {
                apply(change);
                changes.remove();
            }
            if (consumer.assignment().isEmpty()) {
                Thread.sleep(10);
            } else {
                consumer.poll(POLL).forEach(this::put);
            }
            finishLoading();
        } catch (WakeupException e) {
            LOG.trace("the partitions of the table change");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            LOG.info("the table of destinations waits for Kafka: {}", e.toString());
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Own(var number, var ready) -> {
                var partition = new TopicPartition(topic.name(), number);
                rows.put(number, new ConcurrentHashMap<>());
                assign(partition, true);
                consumer.seekToBeginning(List.of(partition));
                var end = consumer.endOffsets(Set.of(partition)).get(partition);
                loading.put(partition, new Loading(end == null ? 0 : end, ready));
            }
            case Disown(var number) -> {
                var partition = new TopicPartition(topic.name(), number);
                assign(partition, false);
                Optional.ofNullable(loading.remove(partition))
                        .ifPresent(given -> given.ready.completeExceptionally(
                                new KafkaException(partition + " was taken away while its table was filled")));
                rows.remove(number);
            }
        }
    }

    private void assign(TopicPartition partition, boolean owned) {
        var all = new ArrayList<>(consumer.assignment());
        all.remove(partition);
        if (owned) {
            all.add(partition);
        }
        consumer.assign(all);
    }

    private void put(ConsumerRecord<byte[], byte[]> record) {
        var partition = rows.get(record.partition());
        if (partition == null) {
            return;
        }
        try {
            var key = topic.keys().deserializer().deserialize(record.topic(), record.key());
            if (record.value() == null) {
                partition.remove(key);
            } else {
                partition.put(key, topic.values().deserializer().deserialize(record.topic(), record.value()));
            }
        } catch (SerializationException e) {
            LOG.warn("{}-{}@{} cannot be read: {}", record.topic(), record.partition(), record.offset(), e.toString());
        }
    }

    private void finishLoading() {
        loading.entrySet().removeIf(entry -> {
            var done = position(entry.getKey()) >= entry.getValue().end;
            if (done) {
                entry.getValue().ready.complete(null);
            }
            return done;
        });
    }

    private long position(TopicPartition partition) {
        try {
            return consumer.position(partition, POLL);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("the position of {} is not known yet", partition, e);
            return -1;
        }
    }
}
