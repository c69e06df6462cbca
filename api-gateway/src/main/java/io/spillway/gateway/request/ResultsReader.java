package io.spillway.gateway.request;

import io.spillway.domain.Answer;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.health.Status;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the answers of tenant tasks in other processes from {@code command-results}, from its end on. It reads uncommitted:
 * an answer of a transaction that is aborted is given again, the same.
 */
public final class ResultsReader implements HealthCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Topic<String, Answer> topic;
    private final Requests requests;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long polled = System.nanoTime();

    private ResultsReader(Consumer<byte[], byte[]> consumer, Topic<String, Answer> topic, Requests requests) {
        this.consumer = consumer;
        this.topic = topic;
        this.requests = requests;
        this.thread = Thread.ofPlatform().name("command-results").unstarted(this::run);
    }

    /**
     * Begins to read; whatever is asked afterwards is answered.
     *
     * @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL
     */
    public static ResultsReader start(Map<String, Object> client, Topics topics, Requests requests) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var topic = topics.commandResults();
        var partitions = IntStream.range(0, topics.partitions(topic))
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Asking for the position is what makes the seek happen.
        partitions.forEach(consumer::position);
        var reader = new ResultsReader(consumer, topic, requests);
        reader.thread.start();
        return reader;
    }

    @Override
    public String name() {
        return "command-results";
    }

    @Override
    public Status check() {
        return System.nanoTime() - polled < STALLED.toNanos()
                ? new Status.Healthy()
                : new Status.Failed("no poll of " + topic.name() + " for " + STALLED.toSeconds() + " s");
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

    private void run() {
        try (consumer) {
            while (!closing) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.debug("Closed while polling");
        }
    }

    /** A broker that is away is waited for; the answers missed meanwhile were late anyway. */
    private void poll() {
        try {
            consumer.poll(POLL).forEach(this::take);
            polled = System.nanoTime();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("Could not read {}: {}", topic.name(), e.toString());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var request = record.headers().lastHeader(HeaderNames.REQUEST);
        if (record.key() == null || record.value() == null || request == null) {
            return;
        }
        // Most answers are for others: only those for this gateway are worth reading.
        if (new String(record.key(), StandardCharsets.UTF_8).equals(requests.requester())) {
            take(new String(request.value(), StandardCharsets.UTF_8), record);
        }
    }

    private void take(String request, ConsumerRecord<byte[], byte[]> record) {
        try {
            var answer = topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value());
            requests.take(requests.requester(), request, answer);
        } catch (KafkaException e) {
            LOG.warn("An answer on {} could not be read: {}", topic.name(), e.toString());
        }
    }
}
