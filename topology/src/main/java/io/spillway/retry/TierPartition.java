package io.spillway.retry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was read from one partition of a tier and still rides, first in first out. */
final class TierPartition {

    private static final int ENOUGH = 1_000;
    private static final int ENOUGH_BYTES = 4 * 1024 * 1024;

    private final ArrayDeque<Ride> rides = new ArrayDeque<>();
    private long bytes;

    void add(Ride ride) {
        rides.add(ride);
        bytes += ride.bytes();
    }

    /** Whether no more should be read for now. */
    boolean isFull() {
        return rides.size() >= ENOUGH || bytes >= ENOUGH_BYTES;
    }

    int size() {
        return rides.size();
    }

    Optional<Instant> nextUntil() {
        return Optional.ofNullable(rides.peek()).map(Ride::until);
    }

    /** The rides that are over, from the head up to the first that is not; they stay here until {@link #drop}. */
    List<Ride> over(Instant now, int atMost) {
        var over = new ArrayList<Ride>();
        for (var ride : rides) {
            if (over.size() == atMost || now.isBefore(ride.until())) {
                break;
            }
            over.add(ride);
        }
        return over;
    }

    void drop(int count) {
        for (var i = 0; i < count; i++) {
            bytes -= rides.remove().bytes();
        }
    }
}
