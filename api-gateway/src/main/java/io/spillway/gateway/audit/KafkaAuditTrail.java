package io.spillway.gateway.audit;

import io.spillway.domain.AuditRecord;
import io.spillway.domain.Patience;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import io.spillway.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic {@code audit}, of one partition, so that its order is the order of time. */
public final class KafkaAuditTrail implements AuditTrail {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAuditTrail.class);

    private final Map<String, Object> client;
    private final Topic<String, AuditRecord> topic;
    private final Producer<byte[], byte[]> producer;
    private final Patience patience;

    /**
     * @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL
     * @param producer writes; it is not closed with this
     */
    public KafkaAuditTrail(
            Map<String, Object> client,
            Topic<String, AuditRecord> topic,
            Producer<byte[], byte[]> producer,
            Patience patience) {
        this.client = client;
        this.topic = topic;
        this.producer = producer;
        this.patience = patience;
    }

    @Override
    public void add(AuditRecord record) {
        try {
            var unused = producer.send(stored(record), (where, failure) -> {
                if (failure != null) {
                    LOG.error("Not written to {}: {}", topic.name(), record, failure);
                }
            });
        } catch (KafkaException e) {
            LOG.error("Not written to {}: {}", topic.name(), record, e);
        }
    }

    /** Seldom asked for, so that each time has a consumer of its own. */
    @Override
    public List<Entry> read(Scan scan, Period period, Predicate<AuditRecord> wanted) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AuditReading.CHUNK);
        // Closing waits for as long as a request may take.
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                patience.forAnswer(AuditReading.SILENCE).toMillis());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return new AuditReading(consumer, topic, wanted, patience).run(scan, period);
        }
    }

    private ProducerRecord<byte[], byte[]> stored(AuditRecord record) {
        var headers = new RecordHeaders();
        var key = topic.keys().serializer().serialize(topic.name(), record.who().caller());
        var value = topic.values().serializer().serialize(topic.name(), headers, record);
        return new ProducerRecord<>(topic.name(), 0, key, value, headers);
    }
}
