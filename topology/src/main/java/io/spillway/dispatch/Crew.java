package io.spillway.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every job that may start a virtual thread, and its results to the writer. */
final class Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Lanes<Job> lanes;
    private final Work work;
    private final Results results;
    private final Meters meters;

    @FunctionalInterface
    private interface Task {
        List<ProducerRecord<byte[], byte[]>> run() throws InterruptedException;
    }

    Crew(Lanes<Job> lanes, Work work, Results results, Meters meters) {
        this.lanes = lanes;
        this.work = work;
        this.results = results;
        this.meters = meters;
        meters.watch(lanes);
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
        switch (lanes.offer(job.key.get(), job, System.nanoTime())) {
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

    private void call(Job job) {
        var began = System.nanoTime();
        try {
            perform(job, () -> work.call(job));
        } finally {
            var now = System.nanoTime();
            lanes.end(job.key.orElseThrow(), Duration.ofNanos(now - began), now)
                    .forEach(next -> begin(next, () -> call(next)));
        }
    }

    private void perform(Job job, Task task) {
        try {
            results.add(new Done(job, task.run()));
        } catch (InterruptedException e) {
            LOG.debug("{}@{} is given up", job.record.partition(), job.offset());
        } catch (Throwable e) {
            // A bug of ours: the record goes to quarantine, so that one delivery does not hold up a partition.
            LOG.error("{}@{} cannot be worked on", job.record.partition(), job.offset(), e);
            results.add(new Done(
                    job, work.refuse(job, "dispatcher_failed", e.getClass().getSimpleName())));
        }
    }
}
