package io.spillway.member;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and the offsets that they came from in one transaction. After a failure the producer is made anew under the
 * same transactional id, which ends the failed transaction one way or the other; the caller then asks the broker how far it
 * is. Used by one thread.
 */
public final class ExactWriter implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(1);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a producer each time, all under one transactional id */
    public ExactWriter(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    /** @throws KafkaException where it is not known, or known that not, whether it was written */
    public void write(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        var open = producer();
        open.beginTransaction();
        for (var record : records) {
            // What goes wrong with one of them goes wrong with the commit.
            var _ = open.send(record);
        }
        open.sendOffsetsToTransaction(offsets, group);
        open.commitTransaction();
    }

    /** Has the producer made anew on the next use. */
    public void reset() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    /** Makes the producer, which ends what a former one of this node may have left open. */
    public void open() {
        producer();
    }

    /** As {@link #open()} where there is none. */
    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            var fresh = producers.get();
            try {
                fresh.initTransactions();
            } catch (KafkaException e) {
                fresh.close(Duration.ZERO);
                throw e;
            }
            producer = fresh;
        }
        return producer;
    }

    /** Gives what is under way this long to end. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(END);
            producer = null;
        }
    }
}
