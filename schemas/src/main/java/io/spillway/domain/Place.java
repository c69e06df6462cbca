package io.spillway.domain;

import java.time.Instant;
import java.util.Comparator;

/**
 * Where a delivery stands among the others of its destination: as its event came in.
 *
 * @param receivedAt when the broker took the event, to the millisecond
 * @param offset of the event's record, which tells those of one millisecond apart
 */
public record Place(Instant receivedAt, long offset) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::receivedAt).thenComparing(Place::offset);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** This place, or if it is not behind the other one, the next behind that: brokers' clocks may go back. */
    public Place after(Place other) {
        return compareTo(other) > 0 ? this : new Place(other.receivedAt, other.offset + 1);
    }
}
