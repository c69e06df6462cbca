package io.spillway.member;

import io.spillway.domain.Patience;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Who a node is in a group of nodes that do the same work, its role, and how it reaches Kafka.
 *
 * @param deployment prefix of groups and transactional ids; empty where there is none
 * @param node this node's stable id ({@code NODE_ID}), so that the next process takes over at once
 * @param kafka client settings: where the brokers are and how to speak to them
 * @param patience how long Kafka waits for a sign of life from it, and it for Kafka
 */
public record Member(String deployment, String node, Map<String, Object> kafka, Patience patience) {

    public Member {
        kafka = Map.copyOf(kafka);
    }

    /** The group of everybody with this role. */
    public String group(String role) {
        return named("spillway-" + role);
    }

    /** Settings for any client of this role. */
    public Map<String, Object> client(String role) {
        var config = new HashMap<>(kafka);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "spillway-" + role + "-" + node);
        return config;
    }

    /** A consumer that commits nothing by itself and begins at the beginning. */
    public Consumer<byte[], byte[]> reader(String role, String isolation) {
        return consumer(reading(role, isolation));
    }

    /** A member of its group. A short session and a static id: a restart takes over in a second, a lost host costs six. */
    public Consumer<byte[], byte[]> join(String role, String isolation) {
        var config = reading(role, isolation);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group(role));
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, role + "-" + node);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, patience.forLife(6_000));
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        return consumer(config);
    }

    /** @param maxRecordBytes the largest record that will be written */
    public ExactWriter writer(String role, int maxRecordBytes) {
        var config = client(role);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, named("spillway-" + role + "-" + node));
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, patience.forLife(5_000));
        // The commit flushes: this only keeps the records of a transaction together.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.forLife(5_000));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience.forLife(4_000));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience.forLife(4_500));
        return new ExactWriter(() -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private String named(String name) {
        return deployment.isEmpty() ? name : deployment + "." + name;
    }

    private Map<String, Object> reading(String role, String isolation) {
        var config = client(role);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
