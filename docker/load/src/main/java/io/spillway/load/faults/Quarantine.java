package io.spillway.load.faults;

import io.spillway.load.cluster.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of the topic of what could not be read, read with the schemas of the registry. */
record Quarantine(List<GenericRecord> records) {

    private static final String TOPIC = "spillway.quarantine";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PREFIX = 5;

    /** Reads until there are so many, and a moment longer. */
    static Quarantine await(Cluster cluster, long count, Duration atMost) throws IOException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.broker().address(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var schemas = new Schemas(cluster.registry())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var records = new ArrayList<GenericRecord>();
            long end = System.nanoTime() + atMost.toNanos();
            boolean more = true;
            while (System.nanoTime() - end < 0 && (more || records.size() < count)) {
                var polled = consumer.poll(POLL.multipliedBy(records.size() < count ? 1 : 10));
                more = !polled.isEmpty();
                for (var record : polled) {
                    records.add(schemas.read(record.value()));
                }
            }
            return new Quarantine(List.copyOf(records));
        }
    }

    /** Machine-readable cause → how often. */
    Map<String, Long> causes() {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> String.valueOf(record.get("cause")), TreeMap::new, Collectors.counting()));
    }

    /** How many places on a topic they come from. */
    long sources(String topic) {
        return records.stream()
                .map(record -> (GenericRecord) record.get("source"))
                .filter(source -> String.valueOf(source.get("topic")).equals(topic))
                .map(source -> source.get("partition") + "@" + source.get("offset"))
                .distinct()
                .count();
    }

    /** The registry's schemas, by the id in front of a value. */
    private static final class Schemas implements AutoCloseable {

        private final HttpClient http = HttpClient.newHttpClient();
        private final Map<Integer, Schema> known = new HashMap<>();
        private final URI registry;

        Schemas(URI registry) {
            this.registry = registry;
        }

        GenericRecord read(byte[] value) throws IOException, InterruptedException {
            int id = ByteBuffer.wrap(value).getInt(1);
            var schema = known.get(id);
            if (schema == null) {
                schema = ask(id);
                known.put(id, schema);
            }
            var bytes = DecoderFactory.get().binaryDecoder(value, PREFIX, value.length - PREFIX, null);
            return new GenericDatumReader<GenericRecord>(schema).read(null, bytes);
        }

        private Schema ask(int id) throws IOException, InterruptedException {
            var path = "/apis/registry/v3/ids/contentIds/" + id + "?references=DEREFERENCE";
            var answer =
                    http.send(HttpRequest.newBuilder(registry.resolve(path)).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the registry answered %d to %s".formatted(answer.statusCode(), path));
            }
            return new SchemaParser().parse(answer.body()).mainSchema();
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
