package io.spillway.stream.query;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How old the copies of this node may be. Where the logs of a partition's stores end is noted again and again; a copy that
 * has read up to such an end knows all that was committed when it was noted.
 */
public final class CopyAges {

    /** Longer than any copy is used; ends that were noted earlier are of no use. */
    private static final int ENDS = 120;
    /** A commit leaves a mark at the end of the log, which is no row: one short of the end is all there is. */
    private static final long MARK = 1;

    private final Supplier<Map<String, Map<Integer, Reach>>> logs;
    private final Duration unlogged;
    private final LongSupplier clock;
    private final Map<Integer, Map<String, Trail>> trails = new HashMap<>();

    /**
     * How far a store has read its log.
     *
     * @param position behind the last row that it has
     * @param end behind all that is in the log
     */
    public record Reach(long position, long end) {}

    /**
     * Knows of no copy until {@link #look} was called.
     *
     * @param logs store → partition → how far the store here is
     * @param unlogged for how long an owner may keep what it knows from the log
     * @param clock nanoseconds
     */
    public CopyAges(Supplier<Map<String, Map<Integer, Reach>>> logs, Duration unlogged, LongSupplier clock) {
        this.logs = logs;
        this.unlogged = unlogged;
        this.clock = clock;
    }

    /** Notes where the logs end now, and how far the copies are. */
    public void look() {
        var now = clock.getAsLong();
        note(now, logs.get());
    }

    private synchronized void note(long now, Map<String, Map<Integer, Reach>> seen) {
        var before = Map.copyOf(trails);
        trails.clear();
        seen.forEach((store, partitions) ->
                partitions.forEach((partition, reach) -> trails.computeIfAbsent(partition, any -> new HashMap<>())
                        .put(store, trail(before, partition, store).with(now, reach))));
    }

    private static Trail trail(Map<Integer, Map<String, Trail>> before, int partition, String store) {
        return before.getOrDefault(partition, Map.of()).getOrDefault(store, new Trail());
    }

    /** At most how far behind the copy of a partition is, all its stores taken together; nothing where that is not known. */
    synchronized Optional<Duration> of(int partition) {
        var known = trails.getOrDefault(partition, Map.of()).values();
        if (known.isEmpty() || known.stream().anyMatch(trail -> trail.asOf.isEmpty())) {
            return Optional.empty();
        }
        var now = clock.getAsLong();
        return known.stream()
                .flatMap(trail -> trail.asOf.stream())
                .map(asOf -> Duration.ofNanos(now - asOf).plus(unlogged))
                .max(Duration::compareTo);
    }

    private record End(long noted, long offset) {}

    /** One store's log: the ends that its copy has not reached yet, and when the last one that it has was noted. */
    private static final class Trail {

        private final Deque<End> ahead = new ArrayDeque<>();
        private long position;
        private Optional<Long> asOf = Optional.empty();

        Trail with(long now, Reach reach) {
            if (reach.position() + MARK < position) {
                asOf = Optional.empty(); // it was thrown away and is read again from the beginning
                ahead.clear();
            }
            position = reach.position();
            ahead.add(new End(now, reach.end()));
            while (!ahead.isEmpty() && ahead.getFirst().offset() - MARK <= position) {
                asOf = Optional.of(ahead.removeFirst().noted());
            }
            if (ahead.size() > ENDS) {
                ahead.removeFirst();
            }
            return this;
        }
    }
}
