package io.spillway.stream.judge;

import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import java.time.Duration;
import java.time.Instant;

/** What follows from an attempt. */
sealed interface Verdict {

    record Delivered() implements Verdict {}

    /** Try again, not before {@code due}. */
    record Retry(Instant due) implements Verdict {}

    /** It will not be tried again by itself. */
    record Dead(String cause) implements Verdict {}

    /** No attempt is left. */
    Dead EXHAUSTED = new Dead("retries_exhausted");

    /**
     * Judges an attempt by itself.
     *
     * @param recordedAt when the broker appended its record: waits count from then
     * @param first when the delivery's first attempt was
     */
    static Verdict on(Report.Attempt attempt, Instant recordedAt, Instant first, Retries retries) {
        return switch (attempt.outcome()) {
            case Outcome.Delivered _ -> new Delivered();
            case Outcome.Failed failed
            when failed.failure() == Failure.EVENT_EXPIRED ->
                new Dead(failed.failure().word());
            // The dispatcher leaves the delivery out only where the record would be too large with it.
            case Outcome.Failed _ when attempt.retry().isEmpty() -> new Dead("too_large");
            case Outcome.Failed _ when !eligible(attempt) -> new Dead("not_eligible_for_retry");
            case Outcome.Failed failed ->
                retries.next(attempt.id(), recordedAt, failed.retryAfter().orElse(Duration.ZERO), first)
                        .<Verdict>map(Retry::new)
                        .orElse(EXHAUSTED);
        };
    }

    private static boolean eligible(Report.Attempt attempt) {
        return attempt.retry()
                .filter(delivery -> delivery.event().eligibleForRetry())
                .isPresent();
    }
}
