package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: its calls in flight, those that wait for one to end, and when there is room for those that
 * were sent away. Instants are nanoseconds of a monotonic clock. Its {@link Lanes} keep it safe for several threads.
 */
final class Lane<T> {

    static final Duration SOONEST = Duration.ofSeconds(1);
    static final Duration LATEST = Duration.ofSeconds(60);
    private static final long FIRST_GUESS = Duration.ofMillis(100).toNanos();
    private static final int MEMORY = 8;
    private static final int STRETCH = 3;

    final DestinationKey key;
    private final ArrayDeque<Waiter<T>> queue = new ArrayDeque<>();
    private int inFlight;
    private long meanNanos = FIRST_GUESS;
    private long slot;
    private long lastUsed;
    private long lastEnd;
    private boolean ready;

    private record Waiter<T>(T item, long since) {}

    Lane(DestinationKey key, long now) {
        this.key = key;
        this.slot = now;
        this.lastUsed = now;
        this.lastEnd = now;
    }

    int inFlight() {
        return inFlight;
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

    void start(long now) {
        inFlight++;
        lastUsed = now;
    }

    void end(Duration took, long now) {
        inFlight--;
        lastUsed = now;
        lastEnd = now;
        meanNanos += (took.toNanos() - meanNanos) / MEMORY;
    }

    void queue(T item, long now) {
        queue.add(new Waiter<>(item, now));
    }

    /** The next that waits, out of the queue. */
    Optional<T> next() {
        return Optional.ofNullable(queue.poll()).map(Waiter::item);
    }

    /**
     * The next that has waited for too long, out of the queue. Where calls go on ending, and so fast that whoever waits will be
     * gone in that time again, a burst may wait for up to three times as long: it is sooner over here than in a tier.
     */
    Optional<T> nextLate(Limits limits, long now) {
        @Nullable Waiter<T> head = queue.peek();
        if (head == null) {
            return Optional.empty();
        }
        var patience = limits.patience().toNanos();
        var bound = isDraining(limits.perDestination(), patience, now) ? STRETCH * patience : patience;
        return now - head.since >= bound ? next() : Optional.empty();
    }

    private boolean isDraining(int concurrency, long patience, long now) {
        return now - lastEnd < patience / 2 && queue.size() * meanNanos / concurrency < patience;
    }

    void withdraw(Predicate<T> whose) {
        Iterator<Waiter<T>> all = queue.iterator();
        while (all.hasNext()) {
            if (whose.test(all.next().item())) {
                all.remove();
            }
        }
    }

    /** How long one more has to stay away: slots are as far apart as calls end when all that are allowed are in flight. */
    Duration nextSlot(int concurrency, long now) {
        var soonest = now + SOONEST.toNanos();
        slot = (slot - soonest > 0 ? slot : soonest) + meanNanos / concurrency;
        var latest = now + LATEST.toNanos();
        slot = slot - latest > 0 ? latest : slot;
        lastUsed = now;
        return Duration.ofNanos(slot - now);
    }

    /** Whether nothing would be lost by forgetting it. */
    boolean isIdle(long now) {
        return inFlight == 0 && queue.isEmpty() && slot - now <= 0 && now - lastUsed > LATEST.toNanos();
    }
}
