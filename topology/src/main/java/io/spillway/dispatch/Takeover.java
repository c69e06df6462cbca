package io.spillway.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far former owners of a partition came: what they committed, and which deliveries they finished lately. It
 * blocks, and may be tried again.
 */
final class Takeover {

    /** Longer than it takes to complete a transaction; what is still open then will be aborted. */
    private static final Duration STABLE = Duration.ofSeconds(2);

    private static final Duration BREATH = Duration.ofMillis(50);
    private static final int ANSWER_MILLIS = 5_000;
    private static final Duration POLL = Duration.ofMillis(250);

    private final String group;
    private final Admin admin;
    private final Consumer<byte[], byte[]> reader;

    Takeover(String group, Admin admin, Consumer<byte[], byte[]> reader) {
        this.group = group;
        this.admin = admin;
        this.reader = reader;
    }

    /** What is committed; absent where nothing ever was. A commit that is about to be completed is waited for, but not long. */
    Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> partitions)
            throws InterruptedException {
        var deadline = System.nanoTime() + STABLE.toNanos();
        var committed = committed(partitions, true);
        while (!committed.keySet().containsAll(partitions)) {
            if (System.nanoTime() - deadline > 0) {
                committed = committed(partitions, false);
                requireAll(partitions, committed);
            } else {
                Thread.sleep(BREATH);
                committed = committed(partitions, true);
            }
        }
        return committed.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The partition as the former owners left it. */
    Shard shard(TopicPartition partition, Optional<OffsetAndMetadata> committed) throws InterruptedException {
        reader.assign(List.of(partition));
        var window = committed
                .map(position -> Window.committed(position.offset(), position.metadata()))
                .orElseGet(() -> Window.from(begin(partition)));
        var tries = new Tries();
        refill(partition, window, tries);
        return new Shard(partition, window, tries);
    }

    /** A partition whose offset cannot be told now is missing; one without an offset has null. */
    private Map<TopicPartition, @Nullable OffsetAndMetadata> committed(
            Collection<TopicPartition> partitions, boolean stable) throws InterruptedException {
        var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
        var options =
                new ListConsumerGroupOffsetsOptions().requireStable(stable).timeoutMs(ANSWER_MILLIS);
        try {
            return admin.listConsumerGroupOffsets(Map.of(group, spec), options)
                    .partitionsToOffsetAndMetadata(group)
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("the offsets of " + group + " cannot be read", e);
        }
    }

    private void requireAll(Collection<TopicPartition> wanted, Map<TopicPartition, ?> found) {
        if (!found.keySet().containsAll(wanted)) {
            throw new KafkaException("the broker did not tell all offsets of " + group);
        }
    }

    private long begin(TopicPartition partition) {
        return offset(reader.beginningOffsets(Set.of(partition)), partition);
    }

    private void refill(TopicPartition partition, Window window, Tries tries) throws InterruptedException {
        var end = offset(reader.endOffsets(Set.of(partition)), partition);
        var until = Math.min(end, window.base() + Window.SIZE);
        var lately = Math.max(Math.max(begin(partition), end - Tries.AT_MOST), lately(partition));
        var from = Math.min(lately, Math.max(begin(partition), window.base()));
        if (from >= until) {
            return;
        }
        // A repetition is finished at once while its original is still being called: only the first of each counts.
        var unfinished = new HashSet<Try>();
        reader.seek(partition, from);
        while (reader.position(partition) < until) {
            for (var record : reader.poll(POLL)) {
                var found = Try.of(record.headers());
                if (window.isFinished(record.offset())) {
                    found.filter(done -> !unfinished.contains(done))
                            .ifPresent(done -> tries.finish(done, Instant.ofEpochMilli(record.timestamp())));
                } else {
                    found.ifPresent(unfinished::add);
                }
            }
        }
    }

    /** The first offset of the last minute before the partition's end, however long ago that was. */
    private long lately(TopicPartition partition) throws InterruptedException {
        try {
            var latest = admin.listOffsets(Map.of(partition, OffsetSpec.maxTimestamp()))
                    .partitionResult(partition)
                    .get()
                    .timestamp();
            var since = latest - Tries.KEPT.toMillis();
            return since <= 0
                    ? 0
                    : Optional.ofNullable(reader.offsetsForTimes(Map.of(partition, since))
                                    .get(partition))
                            .map(found -> found.offset())
                            .orElse(0L);
        } catch (ExecutionException e) {
            throw new KafkaException("the end of " + partition + " cannot be read", e);
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Optional.ofNullable(offsets.get(partition)).orElse(0L);
    }
}
