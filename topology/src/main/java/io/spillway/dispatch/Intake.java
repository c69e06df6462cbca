package io.spillway.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code deliveries}, as far as there is room, and follows which partitions the group gives. Used by the poll thread. */
final class Intake implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final int MOST_JOBS = 16_384;
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final long IDLE_CHECK = Duration.ofSeconds(10).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final Arrivals arrivals;
    private final Crew crew;
    private final Results results;
    private final DispatchSettings settings;
    private final Map<TopicPartition, Shard> shards = new ConcurrentHashMap<>();
    private long lastIdleCheck = System.nanoTime();
    private volatile boolean assigned;

    Intake(
            Consumer<byte[], byte[]> consumer,
            Arrivals arrivals,
            Crew crew,
            Results results,
            DispatchSettings settings) {
        this.consumer = consumer;
        this.arrivals = arrivals;
        this.crew = crew;
        this.results = results;
        this.settings = settings;
    }

    /** Polls once, and starts what may start. */
    void turn() {
        var records = consumer.poll(shards.values().stream().anyMatch(Shard::hasBacklog) ? BUSY : QUIET);
        results.inNameOf(consumer.groupMetadata());
        for (var partition : records.partitions()) {
            var shard = shards.get(partition);
            if (shard != null) {
                shard.read(records.records(partition));
            }
        }
        arrivals.ready().forEach(this::begin);
        shards.forEach(this::work);
        crew.sendLateAway();
        if (System.nanoTime() - lastIdleCheck > IDLE_CHECK) {
            lastIdleCheck = System.nanoTime();
            crew.forgetIdle();
        }
    }

    int partitions() {
        return shards.size() + arrivals.awaited();
    }

    Map<Integer, Duration> oldest() {
        return shards.values().stream().collect(Collectors.toMap(shard -> shard.partition.partition(), Shard::oldest));
    }

    /** Whether the group has given its first assignment, and nothing of it is still awaited. */
    boolean settled() {
        return assigned && arrivals.awaited() == 0;
    }

    Duration longestAwaited() {
        return arrivals.longestAwaited();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> fresh) {
        assigned = true;
        results.inNameOf(consumer.groupMetadata());
        consumer.pause(fresh);
        arrivals.expect(fresh);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> gone) {
        results.inNameOf(consumer.groupMetadata());
        handOver(gone, System.nanoTime() + settings.drain().toNanos());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> gone) {
        LOG.warn("partitions {} belong to another node", gone);
        arrivals.dismiss(gone);
        var lost = owned(gone);
        lost.forEach(Shard::stop);
        crew.withdraw(lost);
        forget(lost);
        arrivals.disown(gone);
    }

    /** Lets the calls in flight end and writes what came of them; what has not ended by then will be delivered again. */
    void handOver(Collection<TopicPartition> gone, long deadline) {
        arrivals.dismiss(gone);
        var leaving = owned(gone);
        leaving.forEach(Shard::stop);
        crew.withdraw(leaving);
        try {
            for (var shard : leaving) {
                shard.drain(deadline);
            }
            if (!leaving.isEmpty()) {
                results.flush(settings.write());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forget(leaving);
        arrivals.disown(gone);
    }

    Collection<TopicPartition> partitionsAtWork() {
        return List.copyOf(shards.keySet());
    }

    private void begin(Shard shard) {
        shards.put(shard.partition, shard);
        results.own(shard);
        consumer.seek(shard.partition, shard.begin());
        consumer.resume(List.of(shard.partition));
    }

    private void work(TopicPartition partition, Shard shard) {
        while (hasRoom()) {
            var job = shard.next();
            if (job.isEmpty()) {
                break;
            }
            crew.take(job.get());
        }
        if (shard.hasBacklog()) {
            crew.press();
            consumer.pause(List.of(partition));
        } else {
            shard.reached(consumer.position(partition));
            consumer.resume(List.of(partition));
        }
    }

    private boolean hasRoom() {
        var jobs = 0;
        var bytes = 0L;
        for (var shard : shards.values()) {
            jobs += shard.openJobs();
            bytes += shard.openBytes();
        }
        return jobs < MOST_JOBS && bytes < MOST_BYTES;
    }

    private List<Shard> owned(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(shards::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void forget(List<Shard> gone) {
        gone.forEach(Shard::forget);
        results.disown(gone);
        gone.forEach(shard -> shards.remove(shard.partition));
    }
}
