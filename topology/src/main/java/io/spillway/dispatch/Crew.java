package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Pace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every job that may start a virtual thread, and its results to the writer. */
final class Crew implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Lanes<Job> lanes;
    private final Work work;
    private final Results results;
    private final Meters meters;
    private final DestinationsTable table;
    private final Bell bell;

    @FunctionalInterface
    private interface Task {
        Ended run() throws InterruptedException;
    }

    Crew(Limits limits, Work work, Results results, Meters meters, DestinationsTable table) {
        this.lanes = new Lanes<>(limits, Job::timesSentAway, this::hurry);
        this.bell = new Bell(this::wake);
        this.work = work;
        this.results = results;
        this.meters = meters;
        this.table = table;
        meters.watch(lanes);
    }

    void start() {
        bell.start();
    }

    @Override
    public void close() {
        bell.close();
    }

    void take(Job job) {
        if (job.repeated) {
            meters.repeated();
            results.add(new Done(job, List.of()));
            return;
        }
        if (job.key.isEmpty()) {
            begin(job, () -> perform(job, () -> work.call(job)));
            return;
        }
        switch (lanes.offer(job.key.get(), job, pace(job, job.key.get()), System.nanoTime())) {
            case Admission.Start ignored -> begin(job, () -> call(job));
            case Admission.Queue ignored -> {}
            case Admission.Defer(var delay) -> sendAway(job, delay);
        }
    }

    /** Sends away what waited too long. */
    void sendLateAway() {
        lanes.late(System.nanoTime()).forEach(late -> sendAway(late.item(), late.delay()));
    }

    void forgetIdle() {
        lanes.forgetIdle(System.nanoTime());
    }

    /** Has those that did not start yet never start. */
    void withdraw(Collection<Shard> shards) {
        lanes.withdraw(job -> shards.contains(job.shard));
    }

    private void sendAway(Job job, Duration delay) {
        begin(job, () -> perform(job, () -> work.defer(job, delay)));
    }

    private static void begin(Job job, Runnable task) {
        job.shard.started();
        var thread = Thread.ofVirtual().name("delivery").unstarted(() -> {
            try {
                task.run();
            } finally {
                job.shard.ended();
            }
        });
        job.worksOn(thread);
        thread.start();
    }

    private Pace pace(Job job, DestinationKey key) {
        return table.row(job.record.partition(), key)
                .map(DestinationStatus::pace)
                .orElse(Pace.NONE);
    }

    private void hurry() {
        bell.hurry();
    }

    private long wake(long now) {
        startAll(lanes.wake(now));
        return lanes.wakeIn(System.nanoTime());
    }

    private void startAll(List<Job> jobs) {
        jobs.forEach(job -> begin(job, () -> call(job)));
    }

    private void call(Job job) {
        var began = System.nanoTime();
        Signal signal = new Signal.Silence();
        try {
            signal = perform(job, () -> work.call(job));
        } finally {
            var now = System.nanoTime();
            startAll(lanes.end(job.key.orElseThrow(), Duration.ofNanos(now - began), signal, now));
        }
    }

    private Signal perform(Job job, Task task) {
        try {
            var ended = task.run();
            results.add(new Done(job, ended.records()));
            return ended.signal();
        } catch (InterruptedException e) {
            LOG.debug("{}@{} is given up", job.record.partition(), job.offset());
        } catch (Throwable e) {
            // A bug of ours: the record goes to quarantine, so that one delivery does not hold up a partition.
            LOG.error("{}@{} cannot be worked on", job.record.partition(), job.offset(), e);
            results.add(new Done(
                    job,
                    work.refuse(job, "dispatcher_failed", e.getClass().getSimpleName())
                            .records()));
        }
        return new Signal.Silence();
    }
}
