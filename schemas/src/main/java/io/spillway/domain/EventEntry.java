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
 */
public record EventEntry(
        Event event, Instant receivedAt, List<DestinationId> matched, List<Skip> skipped, int skippedCount) {

    /** Why a destination was passed over: {@code disabled} or {@code filter}. */
    public record Skip(DestinationId destination, String reason) {}

    public EventEntry {
        matched = List.copyOf(matched);
        skipped = List.copyOf(skipped);
    }

    /** This entry with one more destination. */
    public EventEntry with(DestinationId destination) {
        var all = Stream.concat(matched.stream(), Stream.of(destination)).toList();
        return new EventEntry(event, receivedAt, all, skipped, skippedCount);
    }
}
