package io.spillway.stream.filter;

import java.util.Optional;

/**
 * The answer of a filter to an event and what in the filter decided it: the one key that failed, or the one that sufficed;
 * where several did so together, what holds them.
 */
public record Explanation(boolean matches, Decision decidedBy) {

    /**
     * The part of a filter that decided.
     *
     * @param pointer an RFC 6901 pointer into the filter; empty for the whole of it
     * @param operator the operator there, as {@code $gt}; empty for equality, objects and arrays
     * @param expected what the filter says there
     * @param actual what it was held against; empty if that is missing
     */
    public record Decision(String pointer, Optional<String> operator, JsonValue expected, Optional<JsonValue> actual) {}
}
