package io.spillway.gateway.live;

import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.limit.Rates;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Bounds how many streams are open at a time. */
public final class Seats {

    private final Rates.Streams most;
    private final Map<TenantId, Integer> taken = new HashMap<>();
    private int all;

    public Seats(Rates.Streams most) {
        this.most = most;
    }

    /** A place that was taken, to be given back. */
    interface Seat extends AutoCloseable {

        @Override
        void close();
    }

    /** A place for a stream of these tenants; refused with 429 where one of them has too many, with 503 where all together have. */
    synchronized Seat take(Set<TenantId> tenants) {
        if (tenants.stream().anyMatch(tenant -> taken.getOrDefault(tenant, 0) >= most.perTenant())) {
            throw ApiException.tooMany("a tenant has at most " + most.perTenant() + " live streams on a node");
        }
        if (all >= most.all()) {
            throw ApiException.unavailable("a node has at most " + most.all() + " live streams; try again");
        }
        all++;
        tenants.forEach(tenant -> taken.merge(tenant, 1, Integer::sum));
        return () -> giveBack(tenants);
    }

    private synchronized void giveBack(Set<TenantId> tenants) {
        all--;
        tenants.forEach(tenant -> taken.merge(tenant, -1, Integer::sum));
        taken.values().removeIf(count -> count == 0);
    }
}
