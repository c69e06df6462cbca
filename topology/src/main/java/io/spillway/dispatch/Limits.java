package io.spillway.dispatch;

import java.time.Duration;

/**
 * How much goes on at once.
 *
 * @param perDestination calls in flight to one destination ({@code DELIVERY_MAX_CONCURRENCY})
 * @param total calls in flight of the whole process
 * @param perTenant calls in flight of one tenant, so that none takes the whole pool
 * @param queue deliveries that wait in memory for one destination
 * @param patience how long each of them waits before it is sent to a retry tier
 */
public record Limits(int perDestination, int total, int perTenant, int queue, Duration patience) {

    public static final Limits DEFAULT = new Limits(64, 4_096, 1_024, 1_024, Duration.ofSeconds(1));

    public Limits {
        if (perDestination < 1 || total < 1 || perTenant < 1 || queue < 0) {
            throw new IllegalArgumentException("at least one call must be allowed");
        }
    }

    public Limits withPerDestination(int calls) {
        return new Limits(calls, total, perTenant, queue, patience);
    }
}
