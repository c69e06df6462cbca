package io.spillway.stream.query.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A property by which events and attempts can be told apart; its values are texts. */
public enum Dimension {
    TENANT_ID,
    TOPIC,
    /** Of an event: each destination that it was routed to. */
    DESTINATION_ID,
    DESTINATION_TYPE,
    /** {@code success} or {@code failed}. */
    STATUS,
    CODE,
    /** {@code true} or {@code false}. */
    MANUAL,
    /** Counted from 1. */
    ATTEMPT_NUMBER;

    private final String word = name().toLowerCase(Locale.ROOT);

    public static Optional<Dimension> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /** The word that REST uses. */
    public String word() {
        return word;
    }
}
