package io.spillway.domain;

import java.time.Instant;
import java.util.Optional;

/** How a destination has been doing: failed attempts in a row, and since when. */
public record Health(int consecutiveFailures, Optional<Instant> failingSince) {

    public static final Health OK = new Health(0, Optional.empty());

    public Health afterFailure(Instant at) {
        return new Health(consecutiveFailures + 1, failingSince.or(() -> Optional.of(at)));
    }
}
