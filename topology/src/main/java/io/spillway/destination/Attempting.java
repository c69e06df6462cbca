package io.spillway.destination;

import java.time.Duration;
import java.time.Instant;

/**
 * The circumstances of one attempt.
 *
 * @param at the attempt's time: what is signed, sent as timestamp, and judged expiries by
 * @param timeout how long the whole attempt may take, from name resolution to the last byte read
 * @param milliseconds whether the time is sent to the millisecond as well
 */
public record Attempting(Instant at, Duration timeout, boolean milliseconds) {

    public Attempting(Instant at, Duration timeout) {
        this(at, timeout, false);
    }
}
