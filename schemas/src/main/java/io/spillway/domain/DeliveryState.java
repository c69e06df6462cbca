package io.spillway.domain;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryState {
    /** With the dispatcher. */
    IN_FLIGHT,
    /** Waiting in a tier for its next attempt. */
    SCHEDULED,
    DELIVERED,
    DEAD,
    CANCELLED;

    /** Whether nothing more happens by itself. */
    public boolean ended() {
        return this == DELIVERED || this == DEAD || this == CANCELLED;
    }

    /** The word that REST uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
