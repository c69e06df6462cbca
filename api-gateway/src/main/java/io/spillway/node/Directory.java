package io.spillway.node;

import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that run tenant tasks, by what they announced on the compacted topic {@code settings}. */
final class Directory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
    private static final String PREFIX = "node.";
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Topic<String, byte[]> topic;
    private final Map<String, Object> client;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, URI> nodes = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("directory").daemon().unstarted(this::run);
    private volatile boolean closing;

    private Directory(Topic<String, byte[]> topic, Map<String, Object> client, KafkaConsumer<String, byte[]> consumer) {
        this.topic = topic;
        this.client = client;
        this.consumer = consumer;
    }

    static Directory open(NodeConfig config, Topics topics) {
        var topic = topics.settings();
        var settings = new HashMap<>(config.kafka().client());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var consumer = new KafkaConsumer<>(
                settings, topic.keys().deserializer(), topic.values().deserializer());
        consumer.assign(List.of(new TopicPartition(topic.name(), 0)));
        var directory = new Directory(topic, config.kafka().client(), consumer);
        directory.thread.start();
        return directory;
    }

    Collection<URI> nodes() {
        return nodes.values();
    }

    void announce(String id, URI url) {
        var settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(
                settings, topic.keys().serializer(), topic.values().serializer())) {
            producer.send(new ProducerRecord<>(
                            topic.name(), PREFIX + id, url.toString().getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("this node could not be announced on " + topic.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while this node was announced", e);
        }
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.debug("closed while polling");
        }
    }

    private void poll() {
        try {
            for (var record : consumer.poll(POLL)) {
                if (!record.key().startsWith(PREFIX)) {
                    continue;
                }
                url(record.value())
                        .ifPresentOrElse(url -> nodes.put(record.key(), url), () -> nodes.remove(record.key()));
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("could not read {}: {}", topic.name(), e.toString());
        }
    }

    /** A node that left has none; neither has one whose record is no URL. */
    private static Optional<URI> url(byte @Nullable [] value) {
        try {
            return Optional.ofNullable(value).map(bytes -> URI.create(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
}
