package io.spillway.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The waits between attempts. */
public sealed interface Schedule {

    /** What a longer wait becomes. */
    Duration LONGEST = Duration.ofDays(7);

    /** The wait after the failure of this attempt, counted from 1; empty where the schedule knows no wait at all. */
    Optional<Duration> after(int attempt);

    /** How many attempts it says by itself that there are; empty where it could go on for ever. */
    default Optional<Integer> attempts() {
        return Optional.empty();
    }

    /** Each wait is {@code factor} times the one before, up to {@code most}. */
    record Exponential(Duration initial, double factor, Optional<Duration> most) implements Schedule {

        @Override
        public Optional<Duration> after(int attempt) {
            var wait = bounded(initial.toMillis() * Math.pow(factor, attempt - 1.0));
            return Optional.of(most.filter(limit -> limit.compareTo(wait) < 0).orElse(wait));
        }
    }

    /** Each wait is {@code step} longer than the one before. */
    record Linear(Duration initial, Duration step) implements Schedule {

        @Override
        public Optional<Duration> after(int attempt) {
            return Optional.of(bounded(initial.toMillis() + (attempt - 1.0) * step.toMillis()));
        }
    }

    /** All waits are the same. */
    record Fixed(Duration every) implements Schedule {

        @Override
        public Optional<Duration> after(int attempt) {
            return Optional.of(every);
        }
    }

    /** One wait after another; there is one attempt more than there are waits. For whoever asks further the last one repeats. */
    record Listed(List<Duration> waits) implements Schedule {

        public Listed {
            waits = List.copyOf(waits);
        }

        @Override
        public Optional<Duration> after(int attempt) {
            return waits.isEmpty() ? Optional.empty() : Optional.of(waits.get(Math.min(attempt, waits.size()) - 1));
        }

        @Override
        public Optional<Integer> attempts() {
            return Optional.of(waits.size() + 1);
        }
    }

    private static Duration bounded(double millis) {
        return millis < LONGEST.toMillis() ? Duration.ofMillis((long) millis) : LONGEST;
    }
}
