package io.spillway.stream.job;

import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When the next slice of a job with a rate may be worked. It is kept in memory only: the rate decides when a slice is worked,
 * never what is in it, and after a restart one slice may come early.
 */
final class Pacing {

    private static final double SLICES_A_SECOND = 10;
    private static final Duration LONGEST_DEBT = Duration.ofSeconds(1);

    private final Map<Key, Instant> next = new HashMap<>();

    private record Key(TenantId tenant, JobId job) {

        Key(Job job) {
            this(job.tenant(), job.id());
        }
    }

    /** How many belong into a slice. */
    static int portion(double rate, int atMost) {
        return Math.clamp((long) Math.ceil(rate / SLICES_A_SECOND), 1, atMost);
    }

    boolean isDue(Job job, Instant now) {
        return !now.isBefore(next.getOrDefault(new Key(job), Instant.MIN));
    }

    /** So many were worked. What was missed by less than a second is made up for. */
    void worked(Job job, int count, double rate, Instant now) {
        var earliest = now.minus(LONGEST_DEBT);
        var due = next.getOrDefault(new Key(job), now);
        var from = due.isBefore(earliest) ? earliest : due;
        next.values().removeIf(passed -> passed.isBefore(earliest));
        next.put(new Key(job), from.plusNanos((long)
                (count / rate * Duration.ofSeconds(1).toNanos())));
    }
}
