package io.spillway.domain;

/** What the dispatcher must know of a destination before each call: a row of the compacted topic {@code destinations}. */
public record DestinationStatus(long incarnation, long version, SubscriptionState state) {}
