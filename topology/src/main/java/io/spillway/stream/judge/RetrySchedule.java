package io.spillway.stream.judge;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long to wait after each failed attempt; there is one attempt more than there are waits. */
public record RetrySchedule(List<Duration> waits) {

    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.stream().anyMatch(wait -> wait.isNegative() || wait.isZero())) {
            throw new IllegalArgumentException("waits of a retry schedule must be longer than nothing");
        }
    }

    /** The wait after the failure of this attempt, counted from 1; empty where it was the last. */
    public Optional<Duration> after(int attempt) {
        return attempt <= waits.size() ? Optional.of(waits.get(attempt - 1)) : Optional.empty();
    }
}
