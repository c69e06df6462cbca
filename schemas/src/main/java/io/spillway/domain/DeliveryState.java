package io.spillway.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a delivery stands. */
public enum DeliveryState {
    /** With the dispatcher. */
    IN_FLIGHT,
    /** Waiting in a tier for its next attempt. */
    SCHEDULED,
    DELIVERED,
    DEAD,
    CANCELLED,
    /** Never begun: the destination wanted the topic, but was disabled, or its filter said no. Kept in the event's row only. */
    SKIPPED,
    /** Waiting until its destination lets it go: it is paused, or it takes one after the other. */
    HELD;

    /** Whether nothing more happens by itself. */
    public boolean ended() {
        return this == DELIVERED || this == DEAD || this == CANCELLED || this == SKIPPED;
    }

    /** The word that REST uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state that REST calls so. */
    public static Optional<DeliveryState> named(String word) {
        return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
    }

    /** All that REST uses, to be shown. */
    public static String words() {
        return Stream.of(values()).map(DeliveryState::word).collect(Collectors.joining(", "));
    }
}
