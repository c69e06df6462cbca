package io.spillway.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Writes and reads a topic of one partition, as plainly as can be. */
record Records(String bootstrapServers, String topic) {

    void createTopic() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> admin.listOffsets(Map.of(partition(), OffsetSpec.latest()))
                                    .all()
                                    .get()
                                    .size()
                            == 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when all are acknowledged. */
    void write(List<String> values) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            var acknowledgements = values.stream()
                    .map(value -> producer.send(new ProducerRecord<>(topic, value)))
                    .toList();
            for (var acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** All values, from the first. */
    List<String> read() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition()));
            consumer.seekToBeginning(List.of(partition()));
            long end = consumer.endOffsets(List.of(partition())).getOrDefault(partition(), 0L);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition()) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(found -> values.add(found.value()));
            }
            return values;
        }
    }

    private TopicPartition partition() {
        return new TopicPartition(topic, 0);
    }
}
