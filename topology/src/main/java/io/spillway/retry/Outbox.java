package io.spillway.retry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records and the offsets that they came from in one transaction. After a failure the producer is made anew under the
 * same transactional id, which ends the failed transaction one way or the other; the caller then asks the broker how far it
 * is. Used by one thread.
 */
final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    Outbox(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    static Outbox of(RelaySettings settings, int maxRecordBytes) {
        var config = new HashMap<>(settings.kafka());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.named("spillway-relay-" + settings.node()));
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "spillway-relay-" + settings.node());
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 5_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_500);
        return new Outbox(() -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** @throws KafkaException where it is not known, or known that not, whether it was written */
    void write(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        var open = open();
        open.beginTransaction();
        for (var record : records) {
            // What goes wrong with one of them goes wrong with the commit.
            var _ = open.send(record);
        }
        open.sendOffsetsToTransaction(offsets, group);
        open.commitTransaction();
    }

    /** Has the producer made anew on the next use. */
    void reset() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    /** Ends what a former process of this node may have left open. */
    Producer<byte[], byte[]> open() {
        if (producer == null) {
            var fresh = producers.get();
            try {
                fresh.initTransactions();
            } catch (KafkaException e) {
                fresh.close(Duration.ZERO);
                throw e;
            }
            producer = fresh;
            LOG.debug("transactions of the relay are open");
        }
        return producer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
