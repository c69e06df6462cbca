package io.spillway.dispatch;

import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Pace;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers jobs into trips, gives every trip that may start a virtual thread, and its results to the writer. */
final class Crew implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Lanes<Trip> lanes;
    private final Batches<Job> batches;
    private final Work work;
    private final Results results;
    private final Meters meters;
    private final DestinationsTable table;
    private final Bell bell;

    @FunctionalInterface
    private interface Task {
        Signal run(Consumer<Done> told) throws InterruptedException;
    }

    Crew(Limits limits, Work work, Results results, Meters meters, DestinationsTable table) {
        this.lanes = new Lanes<>(limits, Trip::timesSentAway, this::hurry);
        this.batches = new Batches<>(Together.BYTES_AT_MOST, Job::bytes, this::hurry);
        this.bell = new Bell(this::wake);
        this.work = work;
        this.results = results;
        this.meters = meters;
        this.table = table;
        meters.watch(lanes, batches);
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
            var alone = new Trip(job);
            begin(alone, () -> perform(alone, told -> work.call(alone, told, _ -> Optional.empty())));
            return;
        }
        var key = job.key.get();
        var batching = table.row(job.record.partition(), key).flatMap(DestinationStatus::batching);
        if (batching.isPresent()) {
            offerAll(batches.add(key, job, batching.get(), System.nanoTime()));
        } else {
            offer(new Trip(job));
        }
    }

    /** Sends away what waited too long. */
    void sendLateAway() {
        lanes.late(System.nanoTime()).forEach(late -> sendAway(late.item(), late.delay()));
    }

    /** Lets batches go that have waited for a while: they take the room that others need. */
    void press() {
        offerAll(batches.pressed(System.nanoTime()));
    }

    void forgetIdle() {
        lanes.forgetIdle(System.nanoTime());
    }

    /** Has those that did not start yet never start. */
    void withdraw(Collection<Shard> shards) {
        batches.withdraw(job -> shards.contains(job.shard));
        lanes.withdraw(trip -> shards.contains(trip.shard()));
    }

    private void hurry() {
        bell.hurry();
    }

    private long wake(long now) {
        offerAll(batches.over(now));
        startAll(lanes.wake(now));
        var after = System.nanoTime();
        return Math.min(batches.overIn(after), lanes.wakeIn(after));
    }

    private void offerAll(List<List<Job>> full) {
        full.forEach(jobs -> offer(new Trip(jobs)));
    }

    private void offer(Trip trip) {
        switch (lanes.offer(trip.key(), trip, pace(trip), System.nanoTime())) {
            case Admission.Start ignored -> start(trip);
            case Admission.Queue ignored -> {}
            case Admission.Defer(var delay) -> sendAway(trip, delay);
        }
    }

    private Pace pace(Trip trip) {
        return table.row(trip.shard().partition.partition(), trip.key())
                .map(DestinationStatus::pace)
                .orElse(Pace.NONE);
    }

    private void startAll(List<Trip> trips) {
        trips.forEach(this::start);
    }

    private void start(Trip trip) {
        if (!begin(trip, () -> call(trip))) {
            end(trip, Duration.ZERO, new Signal.Silence());
        }
    }

    private void sendAway(Trip trip, Duration delay) {
        begin(
                trip,
                () -> perform(trip, told -> {
                    for (var job : trip.jobs()) {
                        told.accept(work.defer(job, delay));
                    }
                    return new Signal.Silence();
                }));
    }

    /** @return false where its partition is being handed over: nothing begins there any more */
    private static boolean begin(Trip trip, Runnable task) {
        if (!trip.shard().start()) {
            return false;
        }
        var thread = Thread.ofVirtual().name("delivery").unstarted(() -> {
            try {
                task.run();
            } finally {
                trip.shard().ended();
            }
        });
        trip.worksOn(thread);
        thread.start();
        return true;
    }

    private void call(Trip trip) {
        var began = System.nanoTime();
        Signal signal = new Signal.Silence();
        try {
            signal = perform(trip, told -> work.call(trip, told, some -> heard(trip, some)));
        } finally {
            end(trip, Duration.ofNanos(System.nanoTime() - began), signal);
        }
    }

    private Optional<Duration> heard(Trip trip, Signal signal) {
        return lanes.heard(trip.key(), signal, System.nanoTime());
    }

    private void end(Trip trip, Duration took, Signal signal) {
        startAll(lanes.end(trip.key(), took, signal, System.nanoTime()));
    }

    private Signal perform(Trip trip, Task task) {
        var left = new LinkedHashSet<>(trip.jobs());
        try {
            return task.run(done -> {
                left.remove(done.job());
                results.add(done);
            });
        } catch (InterruptedException e) {
            LOG.debug("{} of {} are given up", left.size(), trip.shard().partition);
        } catch (Throwable e) {
            // A bug of ours: it counts as an attempt that failed, so that one delivery does not hold up a partition.
            left.forEach(job -> {
                LOG.error("{}@{} cannot be worked on", job.record.partition(), job.offset(), e);
                results.add(new Done(job, List.of(work.failed(job, e))));
            });
        }
        return new Signal.Silence();
    }
}
