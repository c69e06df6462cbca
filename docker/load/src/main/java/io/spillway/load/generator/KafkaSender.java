package io.spillway.load.generator;

import io.spillway.load.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts plain JSON on the topic of events with a stock producer, as a stranger would. */
final class KafkaSender implements Sender {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final List<Header> JSON =
            List.of(new RecordHeader("content-type", "application/json".getBytes(StandardCharsets.US_ASCII)));

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Workload workload;
    private final Workload.Rendering rendering;
    private final SentLog log;

    KafkaSender(Producer<byte[], byte[]> producer, String topic, Workload workload, SentLog log) {
        this.producer = producer;
        this.topic = topic;
        this.workload = workload;
        this.log = log;
        rendering = workload.rendering();
    }

    /** A producer as it comes, without a setting of ours. */
    static Producer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void run(Pace pace) {
        long now = System.nanoTime();
        for (long due = pace.due(now); due != Pace.NEVER; due = pace.due(now)) {
            if (due - now <= 0) {
                send(due);
                pace.taken();
            } else {
                LockSupport.parkNanos(due - now);
            }
            now = System.nanoTime();
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }

    private void send(long due) {
        long sequence = log.next(1, due);
        var tenant = workload.tenant(workload.tenantOf(sequence)).getBytes(StandardCharsets.UTF_8);
        // The callback has the outcome; the future would say the same.
        Future<?> unused = producer.send(
                new ProducerRecord<>(topic, null, tenant, rendering.publish(sequence), JSON),
                (metadata, failure) -> log.answered(sequence, failure == null ? 202 : 0, -1));
    }
}
