package io.spillway.gateway.live;

import io.spillway.domain.DestinationId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Query;
import io.spillway.stream.live.Change;
import io.spillway.stream.live.Kind;
import io.spillway.topic.Partitions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What somebody follows; an empty set asks for nothing. */
public record Interest(Set<TenantId> tenants, Set<DestinationId> destinations) {

    public Interest {
        tenants = Set.copyOf(tenants);
        destinations = Set.copyOf(destinations);
    }

    /** A stream of what cannot be would be silent for ever, so such ids are refused. */
    static Interest of(Query query) {
        requirePossible(query, "tenant_id", Ids.nothingIn(query, "tenant_id", TenantId::new));
        requirePossible(query, "destination_id", Ids.nothingIn(query, "destination_id", DestinationId::new));
        return new Interest(
                Ids.set(query, "tenant_id", TenantId::new), Ids.set(query, "destination_id", DestinationId::new));
    }

    private static void requirePossible(Query query, String name, boolean nothing) {
        if (nothing) {
            throw ApiException.invalidQuery(name, "no id can be " + query.list(name));
        }
    }

    public boolean covers(Change change) {
        return (tenants.isEmpty() || tenants.contains(change.tenant()))
                && (destinations.isEmpty()
                        || change.destination().filter(destinations::contains).isPresent());
    }

    /** Where all that it covers stands. */
    Set<Spot> spots(int partitions) {
        var partitionsOfTenants = tenants.isEmpty()
                ? IntStream.range(0, partitions).boxed()
                : tenants.stream().map(tenant -> Partitions.of(tenant, partitions));
        return partitionsOfTenants
                .flatMap(partition -> Stream.of(Kind.values()).map(kind -> new Spot(kind, partition)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
