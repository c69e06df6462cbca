package io.spillway.domain;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the index knows of an event; its data is {@link Data.Stored}.
 *
 * @param receivedAt when the broker took it
 * @param matched the destinations it was routed to
 * @param skipped the first 100 destinations that wanted its topic and did not get it
 * @param skippedCount how many there were
 * @param replayed the last 100 deliveries of it that replays made
 */
public record EventEntry(
        Event event,
        Instant receivedAt,
        List<DestinationId> matched,
        List<Skip> skipped,
        int skippedCount,
        List<ReplayedTo> replayed) {

    private static final int REPLAYED_AT_MOST = 100;

    /** Why a destination was passed over: {@code disabled} or {@code filter}. */
    public record Skip(DestinationId destination, String reason) {}

    /** A replay has delivered it to this destination. */
    public record ReplayedTo(JobId replay, DestinationId destination) {}

    public EventEntry {
        matched = List.copyOf(matched);
        skipped = List.copyOf(skipped);
        replayed = List.copyOf(replayed);
    }

    /** Of an event that was not replayed. */
    public EventEntry(
            Event event, Instant receivedAt, List<DestinationId> matched, List<Skip> skipped, int skippedCount) {
        this(event, receivedAt, matched, skipped, skippedCount, List.of());
    }

    /** The ids of all its deliveries, replays' included. */
    public Stream<DeliveryId> deliveries() {
        var first = matched.stream().map(destination -> DeliveryId.of(event.tenant(), event.id(), destination));
        var again = replayed.stream()
                .map(one -> DeliveryId.of(event.tenant(), event.id(), one.destination(), one.replay()));
        return Stream.concat(first, again);
    }

    /** Whether replays may have made deliveries of it that it does not know any more. */
    public boolean isFullOfReplays() {
        return replayed.size() == REPLAYED_AT_MOST;
    }

    /** This entry with one more destination. */
    public EventEntry with(DestinationId destination) {
        var all = Stream.concat(matched.stream(), Stream.of(destination)).toList();
        return new EventEntry(event, receivedAt, all, skipped, skippedCount, replayed);
    }

    /** This entry with one more replay, unless it has it. */
    public EventEntry with(ReplayedTo replay) {
        if (replayed.contains(replay)) {
            return this;
        }
        var last = replayed.stream().skip(Math.max(0, replayed.size() + 1L - REPLAYED_AT_MOST));
        var all = Stream.concat(last, Stream.of(replay)).toList();
        return new EventEntry(event, receivedAt, matched, skipped, skippedCount, all);
    }
}
