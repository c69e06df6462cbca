package io.spillway.dispatch;

import io.spillway.member.ExactWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what came of the jobs: the records of many, and how far their partitions are, in one transaction for every few
 * dozen of them, or every tenth of a second where fewer come.
 *
 * <p>A thread of its own. When a transaction fails it makes its producer anew, which ends the failed one either way, asks what
 * is committed, and writes the same again from memory if that was not it; for as long as the partitions are this node's.
 */
final class Results {

    private static final Logger LOG = LoggerFactory.getLogger(Results.class);
    private static final long LONGEST = Duration.ofMillis(100).toNanos();
    private static final long STEP = Duration.ofMillis(10).toNanos();
    private static final int ENOUGH = 64;
    private static final long IDLE = Duration.ofSeconds(1).toNanos();
    private static final long BREATH = Duration.ofMillis(100).toNanos();
    private static final int TOGETHER = 2_000;

    private final ExactWriter writer;
    private final Takeover broker;
    private final BlockingQueue<Done> queue = new LinkedBlockingQueue<>();
    private final Set<Shard> shards = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile @Nullable ConsumerGroupMetadata group;
    private volatile boolean stopping;
    private volatile boolean abandoned;
    private volatile boolean running = true;
    private long added;
    private long settled;
    private long lastWrite = System.nanoTime();
    private volatile boolean flushing;
    private volatile boolean awaited;

    Results(ExactWriter writer, Takeover broker) {
        this.writer = writer;
        this.broker = broker;
        thread = Thread.ofPlatform().name("dispatch-results").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Says in whose name offsets are committed: the consumer's, as of its last poll. */
    void inNameOf(ConsumerGroupMetadata member) {
        group = member;
    }

    void own(Shard shard) {
        shards.add(shard);
    }

    void disown(Collection<Shard> gone) {
        shards.removeAll(gone);
    }

    synchronized void add(Done done) {
        added++;
        queue.add(done);
        if (done.job().isAwaited()) {
            awaited = true;
        }
    }

    boolean isRunning() {
        return running;
    }

    /** Waits until all is written that was added before. */
    void flush(Duration atMost) throws InterruptedException {
        flushing = true;
        try {
            awaitSettled(System.nanoTime() + atMost.toNanos());
        } finally {
            flushing = false;
        }
    }

    /** Writes what is left, then ends. */
    void stop(Duration atMost) throws InterruptedException {
        stopping = true;
        if (!thread.join(atMost)) {
            LOG.warn("results of finished deliveries could not be written in time: they will be delivered again");
            abandon();
            thread.join(1_000);
        }
    }

    /** Ends as in a crash: an open transaction stays open. */
    void abandon() {
        abandoned = true;
        stopping = true;
        thread.interrupt();
    }

    private synchronized void awaitSettled(long deadline) throws InterruptedException {
        var wanted = added;
        long left;
        while (settled < wanted && running && (left = (deadline - System.nanoTime()) / 1_000_000) > 0) {
            wait(left);
        }
    }

    private synchronized void settled(int count) {
        settled += count;
        notifyAll();
    }

    private void run() {
        try {
            endFormer();
            while (!abandoned && !(stopping && queue.isEmpty())) {
                turn();
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("the writer of results is interrupted");
        } catch (RuntimeException e) {
            LOG.error("results cannot be written", e);
        } finally {
            running = false;
            settled(0);
            end();
        }
    }

    /** Ends what a former process of this node left open, so that nobody waits for it. */
    private void endFormer() throws InterruptedException {
        while (!stopping) {
            try {
                writer.open();
                return;
            } catch (InterruptException | AuthorizationException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.info("the writer of results waits for Kafka: {}", e.toString());
                TimeUnit.NANOSECONDS.sleep(BREATH);
            }
        }
    }

    private void turn() throws InterruptedException {
        var batch = new ArrayList<Done>();
        var first = queue.poll(stopping ? 0 : 100, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            awaitEnough();
            awaited = false;
            queue.drainTo(batch, TOGETHER - 1);
            settle(batch, touched(batch));
            lastWrite = System.nanoTime();
        } else if (System.nanoTime() - lastWrite > IDLE) {
            settle(batch, behind());
            lastWrite = System.nanoTime();
        }
        settled(batch.size());
    }

    /** A kill repeats what ended since the last transaction: many end one soon, few are worth a while unless somebody waits. */
    private void awaitEnough() {
        long left;
        while (queue.size() < ENOUGH
                && (left = lastWrite + LONGEST - System.nanoTime()) > 0
                && !awaited
                && !flushing
                && !stopping) {
            LockSupport.parkNanos(Math.min(left, STEP));
        }
    }

    private static Set<Shard> touched(List<Done> batch) {
        var touched = new LinkedHashSet<Shard>();
        batch.forEach(done -> touched.add(done.job().shard));
        return touched;
    }

    /** Those that only passed markers of transactions since. */
    private Set<Shard> behind() {
        var behind = new LinkedHashSet<Shard>();
        shards.stream().filter(shard -> !shard.isCommitted()).forEach(behind::add);
        return behind;
    }

    private void settle(List<Done> batch, Set<Shard> touched) throws InterruptedException {
        var left = touched;
        while (!abandoned && !(left = owned(left)).isEmpty()) {
            var mine = left;
            var results = batch.stream()
                    .filter(done -> mine.contains(done.job().shard))
                    .toList();
            results.forEach(done -> done.job().shard.finish(done.job()));
            var positions = left.stream().collect(Collectors.toMap(shard -> shard.partition, Shard::position));
            if (write(results, positions) || wasWritten(positions)) {
                mine.forEach(shard ->
                        Optional.ofNullable(positions.get(shard.partition)).ifPresent(shard::committed));
                return;
            }
        }
    }

    private static Set<Shard> owned(Set<Shard> shards) {
        return shards.stream().filter(shard -> !shard.isForgotten()).collect(Collectors.toSet());
    }

    private boolean write(List<Done> results, Map<TopicPartition, OffsetAndMetadata> positions) {
        var member = group;
        if (member == null) {
            throw new IllegalStateException("there are results before there is a group");
        }
        try {
            writer.write(
                    results.stream().flatMap(done -> done.records().stream()).toList(), positions, member);
            return true;
        } catch (InterruptException | FencedInstanceIdException | AuthorizationException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("{} results were not written, once more: {}", results.size(), e.toString());
            writer.reset();
            return false;
        }
    }

    /** Whether it was, after all. Each write moves its partitions on, so that no two have the same positions. */
    private boolean wasWritten(Map<TopicPartition, OffsetAndMetadata> positions) throws InterruptedException {
        while (true) {
            try {
                TimeUnit.NANOSECONDS.sleep(BREATH);
                writer.open();
                var committed = broker.committed(positions.keySet());
                return positions.entrySet().stream()
                        .allMatch(position -> isSame(position.getValue(), committed.get(position.getKey())));
            } catch (InterruptException | AuthorizationException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.info("the writer of results waits for Kafka: {}", e.toString());
            }
        }
    }

    private static boolean isSame(OffsetAndMetadata wanted, @Nullable OffsetAndMetadata there) {
        return there != null
                && there.offset() == wanted.offset()
                && there.metadata().equals(wanted.metadata());
    }

    private void end() {
        try {
            if (abandoned) {
                writer.reset();
            } else {
                writer.close();
            }
        } catch (InterruptException e) {
            LOG.debug("the producer of results was interrupted while closing");
        }
    }
}
