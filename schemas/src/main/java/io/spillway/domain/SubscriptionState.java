package io.spillway.domain;

import java.time.Instant;

/** Where a subscription stands. */
public sealed interface SubscriptionState {

    /** Events are delivered. */
    record Active() implements SubscriptionState {}

    /** Nothing is delivered; what comes meanwhile is held. */
    record Paused(Instant since) implements SubscriptionState {}

    /** Nothing is delivered; what is waiting is cancelled. */
    record Disabled(Instant since, DisableReason reason) implements SubscriptionState {

        /** Because somebody asked for it. */
        public Disabled(Instant since) {
            this(since, DisableReason.ASKED);
        }
    }

    /** Gone for everybody but the rules that must remember its version. */
    record Deleted(Instant since) implements SubscriptionState {}

    /** Whether what comes is delivered now. */
    default boolean delivers() {
        return this instanceof Active;
    }

    /** Whether events are for it, now or once it is resumed. */
    default boolean enabled() {
        return this instanceof Active || this instanceof Paused;
    }

    default boolean deleted() {
        return this instanceof Deleted;
    }
}
