package io.spillway.gateway.follow;

import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.health.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every partition of a topic on a thread of its own, beside all consumer groups, until it is closed. */
public final class Follower implements HealthCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long polled = System.nanoTime();

    /** What is done with what was read; called on the follower's thread after every poll, also one that brought nothing. */
    public interface Reader {

        /** @param position where the first partition is read next */
        void take(ConsumerRecords<byte[], byte[]> records, long position);
    }

    private Follower(Map<String, Object> client, String topic, int partitions, Reader reader) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topic = topic;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.thread = Thread.ofPlatform().name("follow " + topic).daemon().unstarted(() -> run(reader));
        consumer.assign(this.partitions);
    }

    /** Begins with the oldest record. */
    public static Follower fromBeginning(Map<String, Object> client, String topic, int partitions, Reader reader) {
        var follower = new Follower(client, topic, partitions, reader);
        follower.consumer.seekToBeginning(follower.partitions);
        return follower;
    }

    /** Begins with the first record that is written after this returns. */
    public static Follower fromEnd(Map<String, Object> client, String topic, int partitions, Reader reader) {
        var follower = new Follower(client, topic, partitions, reader);
        follower.consumer.seekToEnd(follower.partitions);
        // Asking for the position is what makes the seek happen.
        follower.partitions.forEach(follower.consumer::position);
        return follower;
    }

    /** Where the first partition ends now; to be asked before {@link #start}. */
    public long end() {
        var first = partitions.getFirst();
        return consumer.endOffsets(List.of(first)).getOrDefault(first, 0L);
    }

    public void start() {
        thread.start();
    }

    @Override
    public String name() {
        return topic.substring(topic.lastIndexOf('.') + 1);
    }

    @Override
    public Status check() {
        return System.nanoTime() - polled < STALLED.toNanos()
                ? new Status.Healthy()
                : new Status.Failed("no poll of " + topic + " for " + STALLED.toSeconds() + " s");
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Reader reader) {
        try (consumer) {
            while (!closing) {
                poll(reader);
            }
        }
    }

    /** A broker that is away is waited for. */
    private void poll(Reader reader) {
        try {
            var records = consumer.poll(POLL);
            reader.take(records, consumer.position(partitions.getFirst()));
            polled = System.nanoTime();
        } catch (WakeupException e) {
            LOG.debug("Woken to be closed");
        } catch (KafkaException e) {
            LOG.warn("Could not read {}: {}", topic, e.toString());
        }
    }
}
