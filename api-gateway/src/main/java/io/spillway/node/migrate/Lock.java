package io.spillway.node.migrate;

import io.spillway.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Lets one process of a deployment migrate at a time: it is the member of a consumer group that has the one partition of the
 * settings. Kafka takes it from a process that dies, six seconds later.
 */
final class Lock implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LONGEST = 3_600_000;

    private final KafkaConsumer<byte[], byte[]> member;

    private Lock(KafkaConsumer<byte[], byte[]> member) {
        this.member = member;
    }

    /** Throws {@link IllegalStateException} where somebody else has it for so long. */
    static Lock take(Map<String, Object> client, Topics topics, Duration patience) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.name("migrate"));
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
        // Whoever has it does not poll again, and so keeps it while others ask.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, LONGEST);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        var lock = new Lock(new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        try {
            lock.await(topics.settings().name(), patience);
            return lock;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void await(String topic, Duration patience) {
        member.subscribe(Set.of(topic));
        var end = System.nanoTime() + patience.toNanos();
        while (member.assignment().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Somebody else is migrating these data: wait until that has ended, and try again.");
            }
            member.poll(POLL);
        }
    }

    @Override
    public void close() {
        member.close();
    }
}
