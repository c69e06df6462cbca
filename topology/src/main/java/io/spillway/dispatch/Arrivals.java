package io.spillway.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions that this node was given and does not work on yet: a thread of its own finds out how far they are and fills the
 * table of their destinations, while the poll thread goes on with the others.
 */
final class Arrivals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final Duration BREATH = Duration.ofMillis(200);

    private final Takeover takeover;
    private final DestinationsTable table;
    private final Map<TopicPartition, Long> awaited = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> since = new ConcurrentHashMap<>();
    private final BlockingQueue<Expected> expected = new LinkedBlockingQueue<>();
    private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private long assignments;

    /** A partition is awaited under a token, so that what was begun for an earlier assignment does not count. */
    private record Expected(Map<TopicPartition, Long> tokens) {}

    private record Arrived(Shard shard, long token) {}

    Arrivals(Takeover takeover, DestinationsTable table) {
        this.takeover = takeover;
        this.table = table;
        thread = Thread.ofPlatform().name("dispatch-takeover").daemon().start(this::run);
    }

    void expect(Collection<TopicPartition> fresh) {
        var token = ++assignments;
        var tokens = new ConcurrentHashMap<TopicPartition, Long>();
        fresh.forEach(partition -> tokens.put(partition, token));
        fresh.forEach(partition -> since.put(partition, System.nanoTime()));
        awaited.putAll(tokens);
        expected.add(new Expected(tokens));
    }

    void dismiss(Collection<TopicPartition> gone) {
        gone.forEach(awaited::remove);
    }

    /** Forgets their destinations; not before the last call has asked for one. */
    void disown(Collection<TopicPartition> gone) {
        gone.forEach(partition -> table.disown(partition.partition()));
    }

    /** Those that can be worked on from now on. */
    List<Shard> ready() {
        var ready = new ArrayList<Shard>();
        Arrived next;
        while ((next = arrived.poll()) != null) {
            if (awaited.remove(next.shard.partition, next.token)) {
                ready.add(next.shard);
            }
        }
        return ready;
    }

    int awaited() {
        return awaited.size();
    }

    /** For how long the partition has been waited for that was given first. */
    Duration longestAwaited() {
        var now = System.nanoTime();
        return awaited.keySet().stream()
                .map(partition -> Duration.ofNanos(now - since.getOrDefault(partition, now)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        awaited.clear();
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                takeOver(expected.take().tokens);
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("no more partitions are taken over");
        }
    }

    private void takeOver(Map<TopicPartition, Long> tokens) throws InterruptedException {
        while (!tokens.isEmpty()) {
            tokens.entrySet().removeIf(entry -> !entry.getValue().equals(awaited.get(entry.getKey())));
            try {
                prepare(tokens);
                return;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException | ExecutionException | CancellationException e) {
                LOG.info("partitions {} are not taken over yet: {}", tokens.keySet(), e.toString());
                Thread.sleep(BREATH);
            }
        }
    }

    private void prepare(Map<TopicPartition, Long> tokens) throws InterruptedException, ExecutionException {
        var tables = tokens.keySet().stream()
                .map(partition -> table.own(partition.partition()))
                .toList();
        var committed = takeover.committed(tokens.keySet());
        var shards = new ArrayList<Shard>();
        for (var partition : tokens.keySet()) {
            shards.add(takeover.shard(partition, Optional.ofNullable(committed.get(partition))));
        }
        for (var filled : tables) {
            filled.get();
        }
        tokens.values().stream()
                .findFirst()
                .ifPresent(token -> shards.forEach(shard -> arrived.add(new Arrived(shard, token))));
    }
}
