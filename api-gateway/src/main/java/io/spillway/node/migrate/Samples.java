package io.spillway.node.migrate;

import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the oldest and the newest records of every partition, to see whether this release understands them. */
final class Samples {

    private static final int FROM_EACH_END = 20;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Topics topics;

    Samples(Topics topics) {
        this.topics = topics;
    }

    /** What could not be read, one sentence each. Producers write events in ways of their own: these are left out. */
    List<String> unreadable(Map<String, Object> client) {
        var producers = List.of(topics.events().name(), topics.eventsRekeyed().name());
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return topics.all().stream()
                    .filter(topic -> !producers.contains(topic.name()))
                    .flatMap(topic -> unreadable(consumer, topic))
                    .toList();
        }
    }

    private Stream<String> unreadable(Consumer<byte[], byte[]> consumer, Topic<?, ?> topic) {
        var partitions = IntStream.range(0, topics.partitions(topic))
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        var first = consumer.beginningOffsets(partitions);
        var end = consumer.endOffsets(partitions);
        var late = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition ->
                late.put(partition, Math.max(at(first, partition), at(end, partition) - FROM_EACH_END)));
        return Stream.concat(read(consumer, first, end).stream(), read(consumer, late, end).stream())
                .flatMap(record -> problem(topic, record).stream())
                .distinct();
    }

    private static Collection<ConsumerRecord<byte[], byte[]>> read(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from, Map<TopicPartition, Long> end) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var until = System.nanoTime() + PATIENCE.toNanos();
        var left = new HashMap<>(from);
        while (true) {
            left.keySet()
                    .removeIf(partition -> consumer.position(partition)
                            >= Math.min(at(from, partition) + FROM_EACH_END, at(end, partition)));
            if (left.isEmpty() || System.nanoTime() > until) {
                return records;
            }
            consumer.poll(POLL).forEach(records::add);
        }
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    private static Optional<String> problem(Topic<?, ?> topic, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value());
            return Optional.empty();
        } catch (KafkaException | IllegalArgumentException e) {
            return Optional.of("%s, partition %d, offset %d cannot be read: %s"
                    .formatted(topic.name(), record.partition(), record.offset(), e.getMessage()));
        }
    }
}
