package io.spillway.stream.judge;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * When a failed attempt is followed by another.
 *
 * @param attempts how many there are in all, at most {@link DeliveryEntry#ATTEMPTS_AT_MOST}
 * @param maxAge counted from the delivery's first attempt; nothing is tried that would begin later
 * @param jitter the largest part of a wait that is added to it, from 0 to 1
 */
public record Retries(Schedule schedule, int attempts, Optional<Duration> maxAge, double jitter) {

    public Retries {
        attempts = Math.min(attempts, DeliveryEntry.ATTEMPTS_AT_MOST);
    }

    /** As often as the schedule says by itself. */
    public Retries(Schedule schedule) {
        this(schedule, schedule.attempts().orElse(DeliveryEntry.ATTEMPTS_AT_MOST), Optional.empty(), 0);
    }

    /** What a destination wants, and these where it leaves something open. */
    Retries with(Retrying wanted) {
        return wanted.equals(Retrying.NONE)
                ? this
                : new Retries(
                        wanted.schedule().orElse(schedule),
                        wanted.maxAttempts().or(() -> attemptsBy(wanted)).orElse(attempts),
                        wanted.maxAge().or(() -> maxAge),
                        wanted.jitter().orElse(jitter));
    }

    /** A list ends by itself; a formula with an age goes on until that age. */
    private Optional<Integer> attemptsBy(Retrying wanted) {
        return wanted.schedule()
                .flatMap(own -> own.attempts()
                        .or(() -> wanted.maxAge().or(() -> maxAge).map(_ -> DeliveryEntry.ATTEMPTS_AT_MOST)));
    }

    /**
     * When the next attempt is due after this one failed; empty where it was the last.
     *
     * @param recordedAt when the broker appended the failure: waits count from then
     * @param least how long the destination asked to be left alone
     * @param first when the first attempt was
     */
    Optional<Instant> next(AttemptId failed, Instant recordedAt, Duration least, Instant first) {
        return schedule.after(failed.number())
                .filter(_ -> failed.number() < attempts)
                .map(wait -> recordedAt.plus(longer(jittered(wait, failed), least)))
                .filter(due ->
                        maxAge.filter(age -> due.isAfter(first.plus(age))).isEmpty());
    }

    /** Only ever longer; the same for the same attempt, however often it is judged. */
    private Duration jittered(Duration wait, AttemptId failed) {
        if (jitter == 0) {
            return wait;
        }
        var hash = new CRC32C();
        hash.update(failed.toString().getBytes(StandardCharsets.UTF_8));
        var share = hash.getValue() / (double) (1L << Integer.SIZE);
        return wait.plusMillis((long) (wait.toMillis() * jitter * share));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
