package io.spillway.dispatch;

import io.spillway.domain.Pace;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How much goes on at once.
 *
 * @param usual what holds for destinations whose policy leaves it open; says how many calls are in flight at most
 * @param pool what all of them share
 * @param queue deliveries that wait in memory for one destination
 * @param patience how long each of them waits before it is sent to a retry tier
 */
public record Limits(Pace usual, Pool pool, int queue, Duration patience) {

    public static final Limits DEFAULT = new Limits(64, 4_096, 1_024, 1_024, Duration.ofSeconds(1));

    /**
     * The process's calls in flight.
     *
     * @param total of all tenants
     * @param perTenant of one tenant, so that none takes the whole pool
     * @param weights how many calls a tenant begins when its turn comes, where the pool is taken; others begin one
     */
    public record Pool(int total, int perTenant, Map<TenantId, Integer> weights) {

        public Pool {
            weights = Map.copyOf(weights);
            if (total < 1 || perTenant < 1 || weights.values().stream().anyMatch(weight -> weight < 1)) {
                throw new IllegalArgumentException("at least one call must be allowed");
            }
        }

        int weight(TenantId tenant) {
            return weights.getOrDefault(tenant, 1);
        }
    }

    public Limits {
        if (usual.concurrency().orElse(0) < 1 || queue < 0) {
            throw new IllegalArgumentException("at least one call must be allowed");
        }
    }

    /** Without a rate or a breaker for all, and with tenants of equal weight. */
    public Limits(int perDestination, int total, int perTenant, int queue, Duration patience) {
        this(
                new Pace(Optional.of(perDestination), Optional.empty(), Optional.empty()),
                new Pool(total, perTenant, Map.of()),
                queue,
                patience);
    }

    public Limits withUsual(Pace pace) {
        return new Limits(pace, pool, queue, patience);
    }

    public Limits withWeights(Map<TenantId, Integer> weights) {
        return new Limits(usual, new Pool(pool.total, pool.perTenant, weights), queue, patience);
    }

    /** Calls in flight to a destination that says nothing of it. */
    public int perDestination() {
        return usual.concurrency().orElseThrow();
    }
}
