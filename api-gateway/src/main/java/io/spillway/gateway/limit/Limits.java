package io.spillway.gateway.limit;

import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Turns away who asks for too much of this process: 429, and when to come back. */
public final class Limits {

    private final Optional<Buckets> keys;
    private final Optional<Buckets> tenants;

    public Limits(Rates rates) {
        this.keys = rates.perKey().map(Buckets::new);
        this.tenants = rates.perTenant().map(Buckets::new);
    }

    /** Counts a request with a key. */
    public void key(Context ctx, String key) {
        keys.ifPresent(buckets -> count(ctx, buckets, key));
    }

    /** Counts a request about a tenant. */
    public void tenant(Context ctx, TenantId tenant) {
        tenants.ifPresent(buckets -> count(ctx, buckets, tenant.value()));
    }

    /** Counts an event of a tenant. */
    public void event(TenantId tenant) {
        tenants.ifPresent(buckets -> require(buckets.take(tenant.value())));
    }

    private static void count(Context ctx, Buckets buckets, String name) {
        var probe = buckets.take(name);
        show(ctx, buckets.capacity(), probe);
        require(probe);
    }

    private static void require(ConsumptionProbe probe) {
        if (!probe.isConsumed()) {
            throw ApiException.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** The headers that clients of the contract know; where two limits count, the later one is shown. */
    private static void show(Context ctx, int capacity, ConsumptionProbe probe) {
        var full = Instant.now().plusNanos(probe.getNanosToWaitForReset());
        ctx.header("X-RateLimit-Limit", Integer.toString(capacity));
        ctx.header("X-RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
        ctx.header("X-RateLimit-Reset", Long.toString(full.getEpochSecond()));
    }
}
