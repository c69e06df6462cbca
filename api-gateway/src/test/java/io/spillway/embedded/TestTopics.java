package io.spillway.embedded;

import io.spillway.domain.Tiers;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topic;
import io.spillway.topic.TopicSetup;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The catalogue's topics on a test's broker, to write to and to read from. */
public final class TestTopics implements AutoCloseable {

    private static final int MIB = 1024 * 1024;

    private final TestKafka kafka;
    private final Wire wire = Wire.inMemory();
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestTopics(TestKafka kafka, Tiers tiers, int partitions) {
        this.kafka = kafka;
        try (var admin = Admin.create(clients())) {
            topics =
                    TopicSetup.ensure(admin, Topics.of(kafka.deployment(), tiers, new Sizes(partitions, 1, MIB), wire));
        }
        producer = producer(Map.of());
    }

    public static TestTopics on(TestKafka kafka, Tiers tiers, int partitions) {
        return new TestTopics(kafka, tiers, partitions);
    }

    public Topics topics() {
        return topics;
    }

    public Wire wire() {
        return wire;
    }

    public String deployment() {
        return kafka.deployment();
    }

    public Map<String, Object> clients() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    /** A producer of raw records; with a {@code transactional.id} among the settings, a transactional one. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        var all = new HashMap<>(clients());
        all.put("linger.ms", 5);
        all.put("max.request.size", 2 * MIB);
        all.putAll(settings);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static <K, V> ProducerRecord<byte[], byte[]> record(Topic<K, V> topic, K key, V value, Header... headers) {
        return new ProducerRecord<>(
                topic.name(),
                null,
                topic.keys().serializer().serialize(topic.name(), key),
                value == null ? null : topic.values().serializer().serialize(topic.name(), value),
                Arrays.asList(headers));
    }

    /** Writes a record and waits until it is there. */
    public <K, V> RecordMetadata put(Topic<K, V> topic, K key, V value, Header... headers) {
        try {
            return producer.send(record(topic, key, value, headers)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes many records without waiting for each. */
    public void putAll(List<ProducerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            var unused = producer.send(record);
        }
        producer.flush();
    }

    /** All records of committed transactions that are there now, with their values. */
    public <V> List<Seen<V>> read(Topic<?, V> topic) {
        var settings = new HashMap<>(clients());
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 5_000);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, topics.partitions(topic))
                    .mapToObj(number -> new TopicPartition(topic.name(), number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var seen = new ArrayList<Seen<V>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    seen.add(new Seen<>(
                            topic.values().deserializer().deserialize(topic.name(), record.value()), record));
                }
            }
            return seen;
        }
    }

    /** A record and its value. */
    public record Seen<V>(V value, ConsumerRecord<byte[], byte[]> record) {}

    @Override
    public void close() {
        producer.close();
    }
}
