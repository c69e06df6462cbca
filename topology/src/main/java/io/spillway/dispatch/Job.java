package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** A record of {@code deliveries} that was taken and is not finished yet. */
final class Job {

    private static final Deserializer<DestinationKey> KEYS = Keys.destination().deserializer();

    final Shard shard;
    final ConsumerRecord<byte[], byte[]> record;
    final Optional<Try> identity;
    final boolean repeated;
    final Optional<DestinationKey> key;
    private volatile long moved;
    private volatile @Nullable Thread thread;

    /** @param repeated whether it is in flight already or was finished lately, so that there is nothing to do */
    Job(Shard shard, ConsumerRecord<byte[], byte[]> record, Optional<Try> identity, boolean repeated) {
        this.shard = shard;
        this.record = record;
        this.identity = identity;
        this.repeated = repeated;
        this.key = key(record);
        this.moved = System.nanoTime();
    }

    long offset() {
        return record.offset();
    }

    int bytes() {
        return Math.max(0, record.serializedValueSize());
    }

    /** Whether the next delivery of its destination waits for what comes of it. */
    boolean isAwaited() {
        return record.headers().lastHeader(HeaderNames.AWAITED) != null;
    }

    Instant appended() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** How long nothing has happened to it: since it was taken, or since its call began. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - moved);
    }

    /** How often it was sent away before without a call. */
    int timesSentAway() {
        return identity.map(Try::pass).orElse(0);
    }

    private static Optional<DestinationKey> key(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(KEYS.deserialize(record.topic(), record.key()));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    /** Remembers which thread works on it, so that it can be told to give up. */
    void worksOn(Thread worker) {
        thread = worker;
        moved = System.nanoTime();
    }

    void giveUp() {
        var worker = thread;
        if (worker != null) {
            worker.interrupt();
        }
    }
}
