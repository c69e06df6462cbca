package io.spillway.domain;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Work of unbounded size, which the tenant task does slice by slice.
 *
 * @param tally what became of the deliveries that a replay made
 * @param createdAt when it was ordered: what came later is not its business
 */
public record Job(
        JobId id,
        TenantId tenant,
        Work work,
        State state,
        Progress progress,
        Tally tally,
        Instant createdAt,
        Instant updatedAt) {

    /** Where a job stands. */
    public enum State {
        RUNNING,
        PAUSED,
        DONE,
        CANCELLED,
        FAILED;

        /** Whether nothing more happens. */
        public boolean ended() {
            return this == DONE || this == CANCELLED || this == FAILED;
        }

        /** The word that REST uses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What may be asked of a job that has not ended. */
    public enum Steer {
        PAUSE(State.PAUSED),
        RESUME(State.RUNNING),
        CANCEL(State.CANCELLED);

        private final State leads;

        Steer(State leads) {
            this.leads = leads;
        }

        public State leads() {
            return leads;
        }
    }

    /**
     * How far a job has come.
     *
     * @param done how many it has dealt with, or counted
     * @param total how many there are, once that was counted
     * @param error why it did not come to its end
     * @param reached the last place of its walk that it has dealt with
     */
    public record Progress(long done, Optional<Long> total, Optional<String> error, Optional<Mark> reached) {}

    /** A place in an index by time. */
    public record Mark(Instant time, String id) {}

    /** How many deliveries a replay made, how many of them are delivered by now, and how many are dead. */
    public record Tally(long emitted, long delivered, long dead) {

        public static final Tally NONE = new Tally(0, 0, 0);

        /** The count after a delivery came from one state to another; one that is new came from none. */
        Tally moved(Optional<DeliveryState> from, DeliveryState to) {
            return new Tally(
                    emitted + (from.isEmpty() ? 1 : 0),
                    delivered + change(DeliveryState.DELIVERED, from, to),
                    dead + change(DeliveryState.DEAD, from, to));
        }

        private static int change(DeliveryState counted, Optional<DeliveryState> from, DeliveryState to) {
            return (to == counted ? 1 : 0) - (from.filter(counted::equals).isPresent() ? 1 : 0);
        }
    }

    /** A job that is to begin. */
    public static Job ordered(JobId id, TenantId tenant, Work work, Instant at) {
        var progress = new Progress(0, Optional.empty(), Optional.empty(), Optional.empty());
        return new Job(id, tenant, work, State.RUNNING, progress, Tally.NONE, at, at);
    }

    /** What an order to erase has everybody forget who keeps more than the index. */
    public Optional<Erasure> erasure() {
        return work instanceof Work.Erase(var event)
                ? Optional.of(new Erasure(
                        tenant,
                        event.<Erasure.Scope>map(Erasure.OneEvent::new).orElseGet(Erasure.Everything::new),
                        createdAt))
                : Optional.empty();
    }

    /** Whether all that is known of the tenant is being forgotten. */
    public boolean isErasingTheTenant() {
        return state == State.RUNNING && work instanceof Work.Erase(var event) && event.isEmpty();
    }

    /** The same, ordered at another time. */
    public Job at(Instant time) {
        return new Job(id, tenant, work, state, progress, tally, time, time);
    }

    public Job in(State other, Instant at) {
        return new Job(id, tenant, work, other, progress, tally, createdAt, at);
    }

    public Job failed(String why, Instant at) {
        var stuck = new Progress(progress.done, progress.total, Optional.of(why), progress.reached);
        return new Job(id, tenant, work, State.FAILED, stuck, tally, createdAt, at);
    }

    /** After so many more, up to this place. */
    public Job advanced(int more, Optional<Mark> to, Instant at) {
        var further = new Progress(progress.done + more, progress.total, progress.error, to.or(progress::reached));
        return new Job(id, tenant, work, state, further, tally, createdAt, at);
    }

    /** Whether it is still counting what it is about: a replay says beforehand how many it has matched. */
    public boolean counts() {
        return work instanceof Work.Replay && progress.total.isEmpty();
    }

    /** All is counted; it begins anew, in earnest. */
    public Job counted(Instant at) {
        var known = new Progress(0, Optional.of(progress.done), progress.error, Optional.empty());
        return new Job(id, tenant, work, state, known, tally, createdAt, at);
    }

    /** At its end. What came between the counting and the end is in the count. */
    public Job finished(Instant at) {
        var all = new Progress(progress.done, Optional.of(progress.done), progress.error, progress.reached);
        return new Job(id, tenant, work, State.DONE, all, tally, createdAt, at);
    }

    /** After a delivery of this replay came from one state to another; one that is new came from none. */
    public Job counting(Optional<DeliveryState> from, DeliveryState to) {
        return new Job(id, tenant, work, state, progress, tally.moved(from, to), createdAt, updatedAt);
    }
}
