package io.spillway.dispatch;

import io.spillway.domain.Batching;
import io.spillway.domain.DestinationKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is to share a call, destination by destination, in the order in which it comes: until a batch has as many as
 * the destination wants or as many bytes as a call may have, or its first one has waited for long enough. Instants are
 * nanoseconds of a monotonic clock. Safe for use by several threads.
 */
final class Batches<T> {

    /** How long one waits at most where there is no room for more. */
    static final Duration PRESSED = Duration.ofSeconds(1);

    private static final long IDLE = Duration.ofSeconds(1).toNanos();

    private final int bytesAtMost;
    private final ToIntFunction<T> bytes;
    private final Runnable sooner;
    private final Map<DestinationKey, Batch<T>> open = new HashMap<>();
    private final PriorityQueue<Batch<T>> byTime = new PriorityQueue<>();

    private static final class Batch<T> implements Comparable<Batch<T>> {
        private final DestinationKey key;
        private final long since;
        private final long until;
        private final List<T> items = new ArrayList<>();
        private int bytes;

        private Batch(DestinationKey key, long since, long until) {
            this.key = key;
            this.since = since;
            this.until = until;
        }

        @Override
        public int compareTo(Batch<T> other) {
            return Long.signum(until - other.until);
        }
    }

    /**
     * @param bytes what one adds to a call, roughly
     * @param sooner told when {@link #over} is to be asked sooner than was said last; must not call back
     */
    Batches(int bytesAtMost, ToIntFunction<T> bytes, Runnable sooner) {
        this.bytesAtMost = bytesAtMost;
        this.bytes = bytes;
        this.sooner = sooner;
    }

    /** Adds one; what comes back is to go out now, in this order. */
    synchronized List<List<T>> add(DestinationKey key, T item, Batching batching, long now) {
        var full = new ArrayList<List<T>>(1);
        @Nullable Batch<T> batch = open.get(key);
        if (batch != null && batch.bytes + bytes.applyAsInt(item) > bytesAtMost) {
            full.add(close(batch));
            batch = null;
        }
        if (batch == null) {
            batch = begin(key, batching.within().toNanos(), now);
        }
        batch.items.add(item);
        batch.bytes += bytes.applyAsInt(item);
        if (batch.items.size() >= batching.count() || batch.bytes >= bytesAtMost) {
            full.add(close(batch));
        }
        return full;
    }

    /** Those whose time is over; they are to go out now. */
    synchronized List<List<T>> over(long now) {
        var over = new ArrayList<List<T>>();
        @Nullable Batch<T> batch;
        while ((batch = byTime.peek()) != null && batch.until - now <= 0) {
            over.add(close(batch));
        }
        return over;
    }

    /** Those that have waited for {@link #PRESSED}; they are to go out now, whatever was wanted. */
    synchronized List<List<T>> pressed(long now) {
        return byTime.stream().filter(batch -> now - batch.since >= PRESSED.toNanos()).toList().stream()
                .map(this::close)
                .toList();
    }

    /** Nanoseconds until {@link #over} is to be asked next. */
    synchronized long overIn(long now) {
        @Nullable Batch<T> next = byTime.peek();
        return next == null ? IDLE : Math.min(IDLE, Math.max(0, next.until - now));
    }

    synchronized int waiting() {
        return byTime.stream().mapToInt(batch -> batch.items.size()).sum();
    }

    /** Takes those out that nobody waits for any more. */
    synchronized void withdraw(Predicate<T> whose) {
        for (var batch : List.copyOf(byTime)) {
            batch.items.removeIf(whose);
            if (batch.items.isEmpty()) {
                close(batch);
            }
        }
    }

    private Batch<T> begin(DestinationKey key, long within, long now) {
        var batch = new Batch<T>(key, now, now + within);
        open.put(key, batch);
        byTime.add(batch);
        if (byTime.peek() == batch) {
            sooner.run();
        }
        return batch;
    }

    private List<T> close(Batch<T> batch) {
        open.remove(batch.key);
        byTime.remove(batch);
        return batch.items;
    }
}
