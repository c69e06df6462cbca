package io.spillway.gateway.page;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Query;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a list of events, attempts or deliveries is narrowed to; an empty set asks for nothing.
 *
 * @param nothing whether it is narrowed to ids that nothing can have, so that the list is empty
 */
public record Narrowing(
        Set<TenantId> tenants,
        Set<EventId> events,
        Set<DestinationId> destinations,
        Set<String> topics,
        Period period,
        boolean nothing) {

    /** @param event the parameter that names events */
    public static Narrowing of(Query query, String event) {
        return new Narrowing(
                Ids.set(query, "tenant_id", TenantId::new),
                Ids.set(query, event, EventId::new),
                Ids.set(query, "destination_id", DestinationId::new),
                Set.copyOf(query.list("topic")),
                TimeRange.of(query),
                Ids.nothingIn(query, "tenant_id", TenantId::new)
                        || Ids.nothingIn(query, event, EventId::new)
                        || Ids.nothingIn(query, "destination_id", DestinationId::new));
    }

    /** The tenant that a single thing is looked for in; what cannot be a tenant has none. */
    public static Optional<TenantId> tenant(Query query, String what) {
        return query.one("tenant_id")
                .map(text -> Ids.parse(text, TenantId::new).orElseThrow(() -> ApiException.notFound(what)));
    }

    /** The same list for one destination only. */
    public Narrowing to(DestinationKey key) {
        return new Narrowing(Set.of(key.tenant()), events, Set.of(key.destination()), topics, period, nothing);
    }

    public <R> Page<R> page(PageRequest request, Function<Scan, List<R>> rows, Function<R, Scan.Position> position) {
        return nothing
                ? new Page<>(request, List.of(), Optional.empty(), Optional.empty())
                : request.page(rows, position);
    }
}
