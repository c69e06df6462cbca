package io.spillway.domain;

import java.util.Optional;

/** What the dispatcher must know of a destination before each call: a row of the compacted topic {@code destinations}. */
public record DestinationStatus(
        long incarnation, long version, SubscriptionState state, Pace pace, Optional<Batching> batching) {

    /** With nothing to be minded but the node's settings. */
    public DestinationStatus(long incarnation, long version, SubscriptionState state) {
        this(incarnation, version, state, Pace.NONE, Optional.empty());
    }
}
