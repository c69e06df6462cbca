package io.spillway.stream.job;

import io.spillway.domain.Answer;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventEntry.ReplayedTo;
import io.spillway.domain.Job;
import io.spillway.domain.Rejection;
import io.spillway.domain.Replayed;
import io.spillway.domain.Subscription;
import io.spillway.domain.Work;
import io.spillway.stream.Rows;
import io.spillway.stream.Ticking;
import io.spillway.stream.erase.Eraser;
import io.spillway.stream.hold.Held;
import io.spillway.stream.query.Walk;
import io.spillway.stream.query.Walk.Found;
import io.spillway.stream.query.Walk.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Does jobs: at each tick of the clock a slice of every one that runs, after a restart too. All that a slice does is in the
 * transaction that says how far the job has come, so each delivery is dealt with exactly once.
 */
public final class Jobs {

    /** How many deliveries are worked at a time, of all jobs of a task together. */
    private static final int SLICE = 500;

    private static final int COUNTED_TOGETHER = 2_000;
    private static final int CLEARED_TOGETHER = 50;
    private static final Duration KEPT = Duration.ofDays(30);

    private final Rows rows;
    private final Walk walk;
    private final Means means;
    private final Ticking ticking;
    private final Pacing pacing = new Pacing();
    /** Says when a job is worked and never what is done, so that memory is good enough. */
    private Optional<Job> reached = Optional.empty();

    /** What work is done with. */
    public record Means(ByHand byHand, Held held, Eraser eraser) {}

    public Jobs(Rows rows, Walk walk, Means means, Ticking ticking) {
        this.rows = rows;
        this.walk = walk;
        this.means = means;
        this.ticking = ticking;
    }

    /** Goes on with what a former task of this partition has not finished. */
    public void goOn() {
        if (!rows.running(Optional.empty(), 1).isEmpty()) {
            ticking.start(this::slice);
        }
    }

    /** Begins a job, unless one of its id is known. */
    public Answer start(Job ordered, Instant now) {
        var known = rows.job(ordered.tenant(), ordered.id());
        if (known.isPresent()) {
            return new Answer.JobStored(known.get());
        }
        var job = ordered.at(now);
        job.erasure().ifPresent(erasure -> means.eraser().begin(job, erasure));
        if (job.erasure().isEmpty() && rows.tenant(ordered.tenant()).isEmpty()) {
            return new Answer.Rejected(Rejection.TENANT_NOT_FOUND);
        }
        var refusal = target(ordered).flatMap(to -> refusal(ordered, to));
        if (refusal.isPresent()) {
            return new Answer.Rejected(refusal.get());
        }
        // Each order clears away a few of those that are over, so that none reads them all.
        rows.jobsAround(ordered, CLEARED_TOGETHER).stream()
                .filter(other -> other.state().ended() && other.updatedAt().isBefore(now.minus(KEPT)))
                .forEach(rows::delete);
        return put(job);
    }

    /** Has a job wait, go on or end; whoever asks for what it does already changes nothing. */
    public Answer steer(Command.SteerJob command, Instant now) {
        var found = rows.job(command.tenant(), command.job());
        if (found.isEmpty()) {
            return new Answer.Rejected(Rejection.JOB_NOT_FOUND);
        }
        var job = found.get();
        var wanted = command.steer().leads();
        if (job.state() == wanted) {
            return new Answer.JobStored(job);
        }
        return job.state().ended() ? new Answer.Rejected(Rejection.JOB_ENDED) : put(job.in(wanted, now));
    }

    private Answer put(Job job) {
        rows.put(job);
        if (job.state() == Job.State.RUNNING) {
            ticking.start(this::slice);
        }
        return new Answer.JobStored(job);
    }

    private void slice(Instant now) {
        var running = rows.running(reached, SLICE);
        // Where there are more than that, all have their turn.
        reached = running.size() < SLICE ? Optional.empty() : Optional.of(running.getLast());
        for (var one : running) {
            rows.job(one.tenant(), one.id())
                    .filter(job -> pacing.isDue(job, now))
                    .ifPresent(job -> work(job, Math.max(1, SLICE / running.size()), now));
        }
        if (rows.running(Optional.empty(), 1).isEmpty()) {
            ticking.stop();
        }
    }

    private void work(Job job, int atMost, Instant now) {
        var refusal = target(job).flatMap(to -> refusal(job, to));
        if (refusal.isPresent()) {
            rows.put(job.failed("the destination is gone or disabled", now));
            return;
        }
        if (job.counts()) {
            var part = walk.next(job, COUNTED_TOGETHER);
            var counting = job.advanced(part.found().size(), part.reached(), now);
            rows.put(part.ended() ? counting.counted(now) : counting);
        } else {
            var rate = job.work().rate();
            var part =
                    walk.next(job, rate.map(one -> Pacing.portion(one, atMost)).orElse(atMost));
            part.found().forEach(found -> take(job, found, now));
            advance(job, part, now);
            rate.ifPresent(one -> pacing.worked(job, part.found().size(), one, now));
        }
    }

    private void advance(Job job, Part part, Instant now) {
        // What became of a delivery at once is counted in the row already.
        var advanced = rows.job(job.tenant(), job.id())
                .orElseThrow(() -> new IllegalStateException("a job that runs has a row"))
                .advanced(part.found().size(), part.reached(), now);
        rows.put(part.ended() && !means.eraser().goesOn(job) ? advanced.finished(now) : advanced);
    }

    private void take(Job job, Found found, Instant now) {
        switch (job.work()) {
            case Work.Cancel _ ->
                found.delivery()
                        .ifPresent(one -> means.byHand().cancel(one, CancelReason.REQUESTED, job.createdAt(), now));
            case Work.Discard _ ->
                found.delivery()
                        .ifPresent(one -> means.byHand().cancel(one, CancelReason.DISCARDED, job.createdAt(), now));
            case Work.Redrive _ ->
                found.delivery().ifPresent(one -> means.byHand().redriveIfItMay(one, now));
            case Work.Erase _ -> means.eraser().event(job.tenant(), found.event());
            case Work.Replay replay -> replay(job, replay, found, now);
        }
    }

    /** A destination that is disabled or gone by now gets nothing. */
    private void replay(Job job, Work.Replay replay, Found found, Instant now) {
        replay.to()
                .or(() -> found.delivery().map(one -> one.ref().destination()))
                .flatMap(to -> rows.subscription(new DestinationKey(job.tenant(), to)))
                .filter(row -> row.state().enabled())
                .ifPresent(row ->
                        rows.event(job.tenant(), found.event()).ifPresent(event -> emit(job, event, row, found, now)));
    }

    private void emit(Job job, EventEntry event, Subscription row, Found found, Instant now) {
        if (!(event.event().data() instanceof Data.Stored(var origin))) {
            throw new IllegalStateException("the index holds no data");
        }
        var repeated = found.delivery()
                .filter(entry -> entry.state() != DeliveryState.SKIPPED)
                .map(entry -> entry.ref())
                .map(DeliveryRef::id);
        rows.change(event.with(new ReplayedTo(job.id(), row.id())));
        means.held()
                .first(row, Delivery.again(event.event(), origin, row.target(), new Replayed(job.id(), repeated)), now);
    }

    private static Optional<DestinationId> target(Job job) {
        return job.work() instanceof Work.Replay replay ? replay.to() : Optional.empty();
    }

    private Optional<Rejection> refusal(Job job, DestinationId to) {
        var row = rows.subscription(new DestinationKey(job.tenant(), to))
                .filter(one -> !one.state().deleted());
        if (row.isEmpty()) {
            return Optional.of(Rejection.DESTINATION_NOT_FOUND);
        }
        return row.filter(one -> !one.state().enabled()).map(_ -> Rejection.DESTINATION_DISABLED);
    }
}
