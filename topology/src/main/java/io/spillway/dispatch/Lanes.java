package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import io.spillway.domain.Pace;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides which deliveries are called now, which wait, and which are sent away, so that a slow destination delays nobody
 * but itself and a tenant of slow destinations nobody but itself.
 *
 * <p>Three limits hold: of a destination, of a tenant, and of the process. Who waits for the process's limit alone is served
 * tenant by tenant in turn, as many calls a turn as the tenant's weight. Whom only the time keeps waiting is started by {@link #wake}. Instants are nanoseconds of a
 * monotonic clock. Safe for use by several threads.
 */
final class Lanes<T> {

    private static final long IDLE = Duration.ofSeconds(1).toNanos();

    private final Limits limits;
    private final ToIntFunction<T> timesSentAway;
    private final Runnable sooner;
    private final Map<DestinationKey, Lane<T>> lanes = new HashMap<>();
    private final Set<Lane<T>> queued = new LinkedHashSet<>();
    private final Map<TenantId, Share<T>> shares = new HashMap<>();
    private final ArrayDeque<Share<T>> turns = new ArrayDeque<>();
    private final PriorityQueue<Alarm<T>> alarms = new PriorityQueue<>();
    private int inFlight;

    /** One that waited too long. */
    record Late<T>(T item, Duration delay) {}

    /** A tenant's calls in flight, and its lanes that could start one more but for the limits of tenant or process. */
    private static final class Share<T> {
        private final ArrayDeque<Lane<T>> ready = new ArrayDeque<>();
        private final int weight;
        private int inFlight;
        private int begun;
        private boolean inTurn;

        private Share(int weight) {
            this.weight = weight;
        }

        private boolean isAmidItsTurn() {
            return begun % weight != 0;
        }
    }

    /** Says when something may start in a lane. */
    private record Alarm<T>(long at, Lane<T> lane) implements Comparable<Alarm<T>> {
        @Override
        public int compareTo(Alarm<T> other) {
            return Long.signum(at - other.at);
        }
    }

    /**
     * @param timesSentAway how often one was sent away before
     * @param sooner told when {@link #wake} is to be called sooner than was said last; must not call back
     */
    Lanes(Limits limits, ToIntFunction<T> timesSentAway, Runnable sooner) {
        this.limits = limits;
        this.timesSentAway = timesSentAway;
        this.sooner = sooner;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int waiting() {
        return queued.stream().mapToInt(Lane::waiting).sum();
    }

    synchronized Admission offer(DestinationKey key, T item, Pace pace, long now) {
        var lane = lanes.computeIfAbsent(key, k -> new Lane<>(k, limits, now));
        var share = share(lane);
        lane.follow(pace, now);
        if (lane.waiting() == 0
                && lane.mayStart(now)
                && hasRoom(share)
                && inFlight < limits.pool().total()) {
            start(lane, share, now);
            return new Admission.Start();
        }
        if (!lane.mayQueue(now)) {
            return new Admission.Defer(lane.away(timesSentAway.applyAsInt(item), now));
        }
        lane.queue(item, now);
        queued.add(lane);
        readyIfPossible(lane, share, now);
        return new Admission.Queue();
    }

    /**
     * Says what came of a call that {@link #end} will be told of; a trip may make several. Where the destination's breaker is
     * open after it, for how long it lets no other begin.
     */
    synchronized Optional<Duration> heard(DestinationKey key, Signal signal, long now) {
        return lane(key).heard(signal, now);
    }

    /** Says that a trip is over, and what came of its last call; what comes back is to be started now. */
    synchronized List<T> end(DestinationKey key, Duration took, Signal signal, long now) {
        var lane = lane(key);
        var share = share(lane);
        inFlight--;
        share.inFlight--;
        lane.end(took, signal, now);
        readyIfPossible(lane, share, now);
        takeTurn(share);
        return startAll(now);
    }

    /** Those whose time has come; they are to be started now. */
    synchronized List<T> wake(long now) {
        @Nullable Alarm<T> alarm;
        while ((alarm = alarms.peek()) != null && alarm.at - now <= 0) {
            alarms.remove();
            alarm.lane.reminded();
            if (alarm.lane.waiting() > 0) {
                readyIfPossible(alarm.lane, share(alarm.lane), now);
            }
        }
        return startAll(now);
    }

    /** Nanoseconds until {@link #wake} is to be called next. */
    synchronized long wakeIn(long now) {
        @Nullable Alarm<T> next = alarms.peek();
        return next == null ? IDLE : Math.min(IDLE, Math.max(0, next.at - now));
    }

    /** Those that have waited too long, out of their queues. */
    synchronized List<Late<T>> late(long now) {
        var late = new ArrayList<Late<T>>();
        for (var lane : List.copyOf(queued)) {
            Optional<T> item;
            while ((item = lane.nextLate(now)).isPresent()) {
                late.add(new Late<>(item.get(), lane.away(timesSentAway.applyAsInt(item.get()), now)));
            }
            unqueueIfEmpty(lane);
        }
        return late;
    }

    /** Takes those out of the queues that nobody waits for any more. */
    synchronized void withdraw(Predicate<T> whose) {
        for (var lane : List.copyOf(queued)) {
            lane.withdraw(whose);
            unqueueIfEmpty(lane);
        }
    }

    /** Forgets destinations that have not been used for a while. */
    synchronized void forgetIdle(long now) {
        lanes.values().removeIf(lane -> lane.isIdle(now));
        shares.values().removeIf(share -> share.inFlight == 0 && share.ready.isEmpty() && !share.inTurn);
    }

    private List<T> startAll(long now) {
        var starts = new ArrayList<T>(1);
        Share<T> share;
        while (inFlight < limits.pool().total() && (share = turns.poll()) != null) {
            share.inTurn = false;
            var lane = hasRoom(share) ? share.ready.poll() : null;
            if (lane != null) {
                lane.ready(false);
                if (lane.waiting() > 0 && lane.mayStart(now)) {
                    lane.next().ifPresent(starts::add);
                    start(lane, share, now);
                    share.begun++;
                }
                unqueueIfEmpty(lane);
                readyIfPossible(lane, share, now);
                takeTurn(share);
            }
        }
        return starts;
    }

    private void start(Lane<T> lane, Share<T> share, long now) {
        inFlight++;
        share.inFlight++;
        lane.start(now);
    }

    private void readyIfPossible(Lane<T> lane, Share<T> share, long now) {
        if (lane.waiting() == 0 || lane.isReady() || !lane.hasRoom(now)) {
            return;
        }
        var opensAt = lane.opensAt(now);
        if (opensAt - now > 0) {
            remind(lane, opensAt);
        } else {
            lane.ready(true);
            share.ready.add(lane);
            takeTurn(share);
        }
    }

    private void remind(Lane<T> lane, long at) {
        if (lane.remind(at)) {
            var alarm = new Alarm<>(at, lane);
            alarms.add(alarm);
            if (alarm.equals(alarms.peek())) {
                sooner.run();
            }
        }
    }

    private void takeTurn(Share<T> share) {
        if (!share.inTurn && !share.ready.isEmpty() && hasRoom(share)) {
            share.inTurn = true;
            if (share.isAmidItsTurn()) {
                turns.addFirst(share);
            } else {
                turns.addLast(share);
            }
        }
    }

    private void unqueueIfEmpty(Lane<T> lane) {
        if (lane.waiting() == 0) {
            queued.remove(lane);
        }
    }

    private Lane<T> lane(DestinationKey key) {
        var lane = lanes.get(key);
        if (lane == null) {
            throw new IllegalStateException("a call ended that was never started");
        }
        return lane;
    }

    private Share<T> share(Lane<T> lane) {
        return shares.computeIfAbsent(
                lane.key.tenant(), t -> new Share<>(limits.pool().weight(t)));
    }

    private boolean hasRoom(Share<T> share) {
        return share.inFlight < limits.pool().perTenant();
    }
}
