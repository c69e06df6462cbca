package io.spillway.dispatch;

import io.spillway.domain.Pace;
import java.time.Duration;
import java.util.Optional;

/**
 * How much goes on at once.
 *
 * @param usual what holds for destinations whose policy leaves it open; says how many calls are in flight at most
 * @param total calls in flight of the whole process
 * @param perTenant calls in flight of one tenant, so that none takes the whole pool
 * @param queue deliveries that wait in memory for one destination
 * @param patience how long each of them waits before it is sent to a retry tier
 */
public record Limits(Pace usual, int total, int perTenant, int queue, Duration patience) {

    public static final Limits DEFAULT = new Limits(64, 4_096, 1_024, 1_024, Duration.ofSeconds(1));

    public Limits {
        if (usual.concurrency().orElse(0) < 1 || total < 1 || perTenant < 1 || queue < 0) {
            throw new IllegalArgumentException("at least one call must be allowed");
        }
    }

    /** Without a rate or a breaker for all. */
    public Limits(int perDestination, int total, int perTenant, int queue, Duration patience) {
        this(
                new Pace(Optional.of(perDestination), Optional.empty(), Optional.empty()),
                total,
                perTenant,
                queue,
                patience);
    }

    public Limits withUsual(Pace pace) {
        return new Limits(pace, total, perTenant, queue, patience);
    }

    /** Calls in flight to a destination that says nothing of it. */
    public int perDestination() {
        return usual.concurrency().orElseThrow();
    }
}
