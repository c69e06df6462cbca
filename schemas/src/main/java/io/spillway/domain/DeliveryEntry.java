package io.spillway.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the index knows of a delivery.
 *
 * @param reason why it is dead, cancelled, skipped or held
 * @param attempts in order of their numbers; a number whose outcome was never recorded is missing
 * @param diedAt when it died, while it is listed as a dead letter
 */
public record DeliveryEntry(
        DeliveryRef ref,
        DeliveryState state,
        Optional<String> reason,
        List<Tried> attempts,
        Optional<Instant> nextAttemptAt,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> diedAt) {

    /** A row holds a summary of each attempt, and so bounds how many there may be. */
    public static final int ATTEMPTS_AT_MOST = 200;

    /**
     * A summary of an attempt.
     *
     * @param error the failure's word, absent where it succeeded
     * @param at the record on {@code attempts} that holds the response
     * @param request the id of the call, where several deliveries may have shared it
     */
    public record Tried(
            int number,
            boolean manual,
            Instant time,
            Duration duration,
            Optional<String> code,
            Optional<String> error,
            RecordAt at,
            Timings timings,
            Optional<String> request) {

        public Tried(
                int number,
                boolean manual,
                Instant time,
                Duration duration,
                Optional<String> code,
                Optional<String> error,
                RecordAt at) {
            this(number, manual, time, duration, code, error, at, Timings.NONE, Optional.empty());
        }

        /** @param at where its record lies */
        public static Tried of(Report.Attempt attempt, RecordAt at) {
            return new Tried(
                    attempt.number(),
                    attempt.manual(),
                    attempt.time(),
                    attempt.duration(),
                    Optional.of(attempt.outcome().code()),
                    switch (attempt.outcome()) {
                        case Outcome.Delivered _ -> Optional.empty();
                        case Outcome.Failed failed ->
                            Optional.of(failed.failure().word());
                    },
                    at,
                    attempt.outcome().timings(),
                    attempt.request());
        }

        public boolean succeeded() {
            return error.isEmpty();
        }
    }

    public DeliveryEntry {
        attempts = List.copyOf(attempts);
    }

    /** One that is not listed as a dead letter. */
    public DeliveryEntry(
            DeliveryRef ref,
            DeliveryState state,
            Optional<String> reason,
            List<Tried> attempts,
            Optional<Instant> nextAttemptAt,
            Instant createdAt,
            Instant updatedAt) {
        this(ref, state, reason, attempts, nextAttemptAt, createdAt, updatedAt, Optional.empty());
    }

    public static DeliveryEntry inFlight(DeliveryRef ref, Instant at) {
        return new DeliveryEntry(ref, DeliveryState.IN_FLIGHT, Optional.empty(), List.of(), Optional.empty(), at, at);
    }

    /** A delivery that was never begun. */
    public static DeliveryEntry skipped(DeliveryRef ref, String reason, Instant at) {
        return new DeliveryEntry(ref, DeliveryState.SKIPPED, Optional.of(reason), List.of(), Optional.empty(), at, at);
    }

    /** The number of the latest attempt, 0 where there was none. */
    public int lastAttempt() {
        return attempts.isEmpty() ? 0 : attempts.getLast().number();
    }

    public boolean hasTried(int number) {
        return attempts.stream().anyMatch(tried -> tried.number() == number);
    }

    /** Whether an attempt of this number need not be made: it was, or the delivery has ended. */
    public boolean isOver(int number) {
        return state.ended() || hasTried(number);
    }

    /** This entry with one more attempt, kept in order of numbers. */
    public DeliveryEntry with(Tried tried) {
        var all = Stream.concat(attempts.stream(), Stream.of(tried))
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
        return new DeliveryEntry(ref, state, reason, all, nextAttemptAt, createdAt, updatedAt, diedAt);
    }

    public DeliveryEntry ended(DeliveryState end, Optional<String> why, Instant at) {
        var died = end == DeliveryState.DEAD ? diedAt.or(() -> Optional.of(at)) : diedAt;
        return new DeliveryEntry(ref, end, why, attempts, Optional.empty(), createdAt, at, died);
    }

    public DeliveryEntry inFlightAgain(Instant at) {
        return new DeliveryEntry(
                ref, DeliveryState.IN_FLIGHT, Optional.empty(), attempts, Optional.empty(), createdAt, at, diedAt);
    }

    /** This entry, no longer listed as a dead letter. */
    public DeliveryEntry unlisted() {
        return diedAt.isEmpty()
                ? this
                : new DeliveryEntry(ref, state, reason, attempts, nextAttemptAt, createdAt, updatedAt);
    }

    /** @param why {@code paused} or {@code order} */
    public DeliveryEntry held(String why, Instant at) {
        return new DeliveryEntry(
                ref, DeliveryState.HELD, Optional.of(why), attempts, Optional.empty(), createdAt, at, diedAt);
    }

    public DeliveryEntry scheduled(Instant next, Instant at) {
        return new DeliveryEntry(
                ref, DeliveryState.SCHEDULED, Optional.empty(), attempts, Optional.of(next), createdAt, at, diedAt);
    }
}
