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
 */
public record Health(
        int consecutiveFailures, Optional<Instant> failingSince, Optional<Instant> exhaustedToldAt, Share share) {

    public static final Health OK = new Health(0, Optional.empty(), Optional.empty(), Share.NONE);

    /** How many attempts were counted, and how many of them failed. */
    public record Share(int attempts, int failures) {

        public static final Share NONE = new Share(0, 0);
    }

    public Health afterFailure(Instant at) {
        return new Health(consecutiveFailures + 1, failingSince.or(() -> Optional.of(at)), exhaustedToldAt, share);
    }

    public Health afterSuccess() {
        return new Health(0, Optional.empty(), exhaustedToldAt, share);
    }

    /** As if so many attempts in a row had failed. */
    public Health withFailures(int count) {
        return new Health(count, failingSince, exhaustedToldAt, share);
    }

    public Health with(Share counted) {
        return new Health(consecutiveFailures, failingSince, exhaustedToldAt, counted);
    }

    public Health toldExhausted(Optional<Instant> at) {
        return new Health(consecutiveFailures, failingSince, at, share);
    }
}
