package io.spillway.stored;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads some wanted records with one consumer: assigns, seeks, and takes neighbours out of one fetch. Used once. */
final class Fetch {

    /** Closer than this it is cheaper to read on than to seek. */
    private static final int NEAR = 500;

    private static final Duration POLL = Duration.ofMillis(250);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, TreeMap<Long, List<Wanted>>> open = new HashMap<>();

    Fetch(Consumer<byte[], byte[]> consumer, Collection<Wanted> wanted) {
        this.consumer = consumer;
        for (var one : wanted) {
            open.computeIfAbsent(new TopicPartition(one.at().topic(), one.at().partition()), p -> new TreeMap<>())
                    .computeIfAbsent(one.at().offset(), o -> new ArrayList<>(1))
                    .add(one);
        }
    }

    /** Answers every one of them, one way or another. */
    void run(Duration atMost) {
        var deadline = System.nanoTime() + atMost.toNanos();
        try {
            consumer.assign(open.keySet());
            consumer.resume(open.keySet());
            open.forEach((partition, wanted) -> consumer.seek(partition, wanted.firstKey()));
            while (isWaitedFor() && deadline - System.nanoTime() > 0) {
                poll();
            }
            if (isWaitedFor()) {
                settle(Set.copyOf(open.keySet()));
            }
            fail(new RecordsAwayException("records were not read within " + atMost.toMillis() + " ms"));
        } catch (KafkaException e) {
            fail(new RecordsAwayException("records cannot be read now", e));
        }
    }

    /** Whoever asked may have given up. */
    private boolean isWaitedFor() {
        return open.values().stream()
                .flatMap(offsets -> offsets.values().stream())
                .flatMap(List::stream)
                .anyMatch(Wanted::isWaitedFor);
    }

    private void poll() {
        try {
            var records = consumer.poll(POLL);
            for (var partition : records.partitions()) {
                take(partition, records.records(partition));
            }
        } catch (OffsetOutOfRangeException e) {
            settle(e.partitions());
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        var wanted = open.get(partition);
        for (var record : records) {
            if (wanted == null || wanted.isEmpty()) {
                break;
            }
            goneBefore(record.offset(), wanted);
            var here = wanted.remove(record.offset());
            if (here != null) {
                here.forEach(one -> one.found(record));
            }
        }
        if (wanted != null) {
            goOn(partition, wanted, records.getLast().offset());
        }
    }

    /** What was passed over is not there any more. */
    private static void goneBefore(long offset, TreeMap<Long, List<Wanted>> wanted) {
        var passed = wanted.headMap(offset);
        passed.values().forEach(ones -> ones.forEach(Wanted::gone));
        passed.clear();
    }

    private void goOn(TopicPartition partition, TreeMap<Long, List<Wanted>> wanted, long read) {
        if (wanted.isEmpty()) {
            open.remove(partition);
            consumer.pause(Set.of(partition));
        } else if (wanted.firstKey() > read + NEAR) {
            consumer.seek(partition, wanted.firstKey());
        }
    }

    /** Finds out which offsets the partitions no longer have, or do not have yet. */
    private void settle(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        var begins = consumer.beginningOffsets(partitions, POLL.multipliedBy(4));
        var ends = consumer.endOffsets(partitions, POLL.multipliedBy(4));
        for (var partition : partitions) {
            var wanted = open.get(partition);
            if (wanted != null) {
                goneBefore(begins.getOrDefault(partition, 0L), wanted);
                var beyond = wanted.tailMap(ends.getOrDefault(partition, Long.MAX_VALUE));
                beyond.values().forEach(ones -> ones.forEach(Wanted::gone));
                beyond.clear();
                if (wanted.isEmpty()) {
                    open.remove(partition);
                    consumer.pause(Set.of(partition));
                } else {
                    consumer.seek(partition, wanted.firstKey());
                }
            }
        }
    }

    private void fail(RecordsAwayException why) {
        open.values().forEach(offsets -> offsets.values().forEach(ones -> ones.forEach(one -> one.away(why))));
        open.clear();
    }
}
