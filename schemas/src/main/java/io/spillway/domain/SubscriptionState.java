package io.spillway.domain;

import java.time.Instant;

/** Where a subscription stands. */
public sealed interface SubscriptionState {

    /** Events are delivered. */
    record Active() implements SubscriptionState {}

    /** Nothing is delivered; what is waiting is cancelled. */
    record Disabled(Instant since, DisableReason reason) implements SubscriptionState {

        /** Because somebody asked for it. */
        public Disabled(Instant since) {
            this(since, DisableReason.ASKED);
        }
    }

    /** Gone for everybody but the rules that must remember its version. */
    record Deleted(Instant since) implements SubscriptionState {}

    default boolean delivers() {
        return this instanceof Active;
    }

    default boolean deleted() {
        return this instanceof Deleted;
    }
}
