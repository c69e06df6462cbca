package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import io.spillway.domain.Pace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: its calls in flight, those that wait for one to end or for their time, and when there is room
 * for those that were sent away. Instants are nanoseconds of a monotonic clock. Its {@link Lanes} keep it safe for several
 * threads.
 */
final class Lane<T> {

    static final Duration SOONEST = Duration.ofSeconds(1);
    static final Duration LATEST = Duration.ofSeconds(60);
    private static final Duration MEMORY_OF_FAILURES = Duration.ofHours(1);
    private static final long FIRST_GUESS = Duration.ofMillis(100).toNanos();
    private static final int MEMORY = 8;
    private static final int STRETCH = 3;

    final DestinationKey key;
    private final Limits limits;
    private final Tempo tempo;
    private final Breaker breaker = new Breaker();
    private final ArrayDeque<Waiter<T>> queue = new ArrayDeque<>();
    private int inFlight;
    private long meanNanos = FIRST_GUESS;
    private long slot;
    private long lastUsed;
    private long lastEnd;
    private boolean ready;
    private Optional<Long> reminder = Optional.empty();

    private record Waiter<T>(T item, long since) {}

    Lane(DestinationKey key, Limits limits, long now) {
        this.key = key;
        this.limits = limits;
        this.tempo = new Tempo(limits.usual(), now);
        this.slot = now;
        this.lastUsed = now;
        this.lastEnd = now;
    }

    /** @param policy of the destination; what it leaves open is as usual */
    void follow(Pace policy, long now) {
        tempo.follow(policy.orElse(limits.usual()), now);
        if (tempo.breaker().isEmpty()) {
            breaker.close();
        }
    }

    int waiting() {
        return queue.size();
    }

    boolean isReady() {
        return ready;
    }

    void ready(boolean now) {
        ready = now;
    }

    /** Notes that it will be looked at then; false where it will be sooner anyway. */
    boolean remind(long at) {
        if (reminder.filter(before -> before - at <= 0).isPresent()) {
            return false;
        }
        reminder = Optional.of(at);
        return true;
    }

    void reminded() {
        reminder = Optional.empty();
    }

    boolean mayStart(long now) {
        return hasRoom(now) && opensAt(now) - now <= 0;
    }

    /** Whether nothing but the time keeps one more call from starting; a probe is made alone. */
    boolean hasRoom(long now) {
        return breaker.isOpen() ? inFlight == 0 : inFlight < tempo.concurrency(now);
    }

    /** When the next call may start, as far as that is a matter of time; in the past where it might have long ago. */
    long opensAt(long now) {
        var opensAt = tempo.opensAt(now);
        return breaker.isOpen() && breaker.probeAt() - opensAt > 0 ? breaker.probeAt() : opensAt;
    }

    /** Whether one more may wait here: there is room, and its turn will come before it would be sent away anyway. */
    boolean mayQueue(long now) {
        return queue.size() < limits.queue()
                && opensAt(now) - now + queue.size() * tempo.interval(now)
                        <= limits.patience().toNanos();
    }

    void start(long now) {
        inFlight++;
        lastUsed = now;
        tempo.called(now);
        breaker.called();
    }

    /** What came of a call that is about to end; where no other may begin now because of failures, for how long. */
    Optional<Duration> heard(Signal signal, long now) {
        breaker.heard(signal, tempo.breaker(), now);
        return Optional.of(Duration.ofNanos(breaker.probeAt() - now))
                .filter(shut -> breaker.isOpen() && shut.isPositive());
    }

    void end(Duration took, Signal signal, long now) {
        inFlight--;
        lastUsed = now;
        lastEnd = now;
        meanNanos += (took.toNanos() - meanNanos) / MEMORY;
        breaker.left();
        if (signal instanceof Signal.Overloaded(var rest)) {
            tempo.slow(rest, now);
        }
    }

    void queue(T item, long now) {
        queue.add(new Waiter<>(item, now));
    }

    /** The next that waits, out of the queue. */
    Optional<T> next() {
        return Optional.ofNullable(queue.poll()).map(Waiter::item);
    }

    /**
     * The next that has waited for too long, or will have before its time comes, out of the queue. Where calls go on ending,
     * and so fast that whoever waits will be gone in that time again, a burst may wait for up to three times as long: it is
     * sooner over here than in a tier.
     */
    Optional<T> nextLate(long now) {
        @Nullable Waiter<T> head = queue.peek();
        if (head == null) {
            return Optional.empty();
        }
        var patience = limits.patience().toNanos();
        if (opensAt(now) - now > patience) {
            return next();
        }
        var bound = isDraining(patience, now) ? STRETCH * patience : patience;
        return now - head.since >= bound ? next() : Optional.empty();
    }

    private boolean isDraining(long patience, long now) {
        return now - lastEnd < patience / 2 && queue.size() * spacing(now) < patience;
    }

    void withdraw(Predicate<T> whose) {
        Iterator<Waiter<T>> all = queue.iterator();
        while (all.hasNext()) {
            if (whose.test(all.next().item())) {
                all.remove();
            }
        }
    }

    /** How long one more has to stay away that was sent away so many times before. */
    Duration away(int timesBefore, long now) {
        lastUsed = now;
        return breaker.isOpen() ? breaker.away(timesBefore, now) : nextSlot(now);
    }

    private Duration nextSlot(long now) {
        var soonest = now + SOONEST.toNanos();
        var opensAt = opensAt(now);
        var first = opensAt - soonest > 0 ? opensAt : soonest;
        slot = (slot - first > 0 ? slot : first) + spacing(now);
        var latest = now + LATEST.toNanos();
        slot = slot - latest > 0 ? latest : slot;
        return Duration.ofNanos(slot - now);
    }

    /** How far apart slots are: as calls end when all that are allowed are in flight, but never closer than the rate has it. */
    private long spacing(long now) {
        return Math.max(meanNanos / tempo.concurrency(now), tempo.interval(now));
    }

    /** Whether nothing would be lost by forgetting it. */
    boolean isIdle(long now) {
        var memory = breaker.remembers() ? MEMORY_OF_FAILURES : LATEST;
        return inFlight == 0
                && queue.isEmpty()
                && slot - now <= 0
                && tempo.isUsual(now)
                && now - lastUsed > memory.toNanos();
    }
}
