package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * How many calls a destination can take, and how fast.
 *
 * @param concurrency calls in flight at most
 */
public record Pace(Optional<Integer> concurrency, Optional<Rate> rate, Optional<Breaker> breaker) {

    public static final Pace NONE = new Pace(Optional.empty(), Optional.empty(), Optional.empty());

    /** What this one leaves open is as in the other one. */
    public Pace orElse(Pace other) {
        return new Pace(concurrency.or(other::concurrency), rate.or(other::rate), breaker.or(other::breaker));
    }

    /**
     * Calls are spread evenly.
     *
     * @param burst how many may follow each other at once after a rest
     */
    public record Rate(double perSecond, int burst) {}

    /**
     * When to stop calling for a while.
     *
     * @param failures in a row that open it
     * @param open how long nothing is called, until a single call tries again
     */
    public record Breaker(int failures, Duration open) {}
}
