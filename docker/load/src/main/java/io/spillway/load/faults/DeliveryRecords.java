package io.spillway.load.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The committed records of the topic of deliveries.
 *
 * @param count all of them
 * @param repeated how many have delivery, incarnation, attempt and pass of an earlier one
 */
record DeliveryRecords(long count, long repeated) {

    private static final String TOPIC = "spillway.deliveries";
    private static final Duration POLL = Duration.ofMillis(200);

    static DeliveryRecords read(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var seen = new HashSet<String>();
            long count = 0;
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (var delivery : consumer.poll(POLL)) {
                    count++;
                    seen.add(identity(delivery));
                }
            }
            return new DeliveryRecords(count, count - seen.size());
        }
    }

    private static String identity(ConsumerRecord<byte[], byte[]> delivery) {
        return Stream.of("spillway-delivery", "spillway-incarnation", "spillway-attempt", "spillway-pass")
                .map(delivery.headers()::lastHeader)
                .map(header -> header == null ? "" : new String(header.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }
}
