package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/** What is asked of how long a tenant's events and attempts are kept. */
public sealed interface RetentionChange {

    /** As long as until now. */
    record AsBefore() implements RetentionChange {}

    /** As long as everybody's. */
    record AsEverybody() implements RetentionChange {}

    /** For a time of the tenant's own, in whole days. */
    record For(Duration retention) implements RetentionChange {

        /** @throws IllegalArgumentException for less than a day */
        public For {
            if (retention.toDays() < 1) {
                throw new IllegalArgumentException("a tenant's events are kept for a day at least");
            }
        }
    }

    /** The tenant's own retention from now on, if it has one. */
    default Optional<Duration> after(Optional<Duration> before) {
        return switch (this) {
            case AsBefore _ -> before;
            case AsEverybody _ -> Optional.empty();
            case For(var retention) -> Optional.of(retention);
        };
    }
}
