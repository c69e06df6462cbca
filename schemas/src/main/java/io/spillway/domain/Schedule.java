package io.spillway.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The waits between attempts. */
public sealed interface Schedule {

    /** Each wait is {@code factor} times the one before, up to {@code most}. */
    record Exponential(Duration initial, double factor, Optional<Duration> most) implements Schedule {}

    /** Each wait is {@code step} longer than the one before. */
    record Linear(Duration initial, Duration step) implements Schedule {}

    /** All waits are the same. */
    record Fixed(Duration every) implements Schedule {}

    /** One wait after another; there is one attempt more than there are waits. */
    record Listed(List<Duration> waits) implements Schedule {

        public Listed {
            waits = List.copyOf(waits);
        }
    }
}
