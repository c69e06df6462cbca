package io.spillway.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * How a destination has been doing.
 *
 * @param consecutiveFailures failed attempts in a row
 * @param failingSince when the first of them was recorded
 * @param exhaustedToldAt when it was last told that a delivery had used up its attempts
 * @param share the attempts whose share of failures is being counted
 * @param openUntil until when its circuit breaker lets no call begin, as of its last attempt
 */
public record Health(
        int consecutiveFailures,
        Optional<Instant> failingSince,
        Optional<Instant> exhaustedToldAt,
        Share share,
        Optional<Instant> openUntil) {

    public static final Health OK = new Health(0, Optional.empty(), Optional.empty(), Share.NONE, Optional.empty());

    /** How many attempts were counted, and how many of them failed. */
    public record Share(int attempts, int failures) {

        public static final Share NONE = new Share(0, 0);
    }

    public Health afterFailure(Instant at) {
        return new Health(
                consecutiveFailures + 1, failingSince.or(() -> Optional.of(at)), exhaustedToldAt, share, openUntil);
    }

    public Health afterSuccess() {
        return new Health(0, Optional.empty(), exhaustedToldAt, share, openUntil);
    }

    /** Of a destination that somebody enables; a breaker does not know of that. */
    public Health anew() {
        return OK.open(openUntil);
    }

    /** As if so many attempts in a row had failed. */
    public Health withFailures(int count) {
        return new Health(count, failingSince, exhaustedToldAt, share, openUntil);
    }

    public Health with(Share counted) {
        return new Health(consecutiveFailures, failingSince, exhaustedToldAt, counted, openUntil);
    }

    public Health toldExhausted(Optional<Instant> at) {
        return new Health(consecutiveFailures, failingSince, at, share, openUntil);
    }

    public Health open(Optional<Instant> until) {
        return new Health(consecutiveFailures, failingSince, exhaustedToldAt, share, until);
    }
}
