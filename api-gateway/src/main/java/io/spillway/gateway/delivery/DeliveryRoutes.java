package io.spillway.gateway.delivery;

import io.javalin.http.Context;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.Narrowing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.stream.filter.Explanation;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.DeliveryRow;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists and shows deliveries. */
public final class DeliveryRoutes {

    private static final int OK = 200;
    /** As many destinations as a tenant can have (MAX_DESTINATIONS_PER_TENANT). */
    private static final int SKIPS = 10_000;

    private final Queries queries;
    private final Decisions decisions;

    public DeliveryRoutes(Queries queries, Bodies bodies) {
        this.queries = queries;
        this.decisions = new Decisions(queries, bodies);
    }

    public void list(Context ctx) {
        var query = Query.of(ctx);
        var narrowing = Narrowing.of(query, "event_id");
        var criteria = criteria(query, narrowing);
        var request = PageRequest.of(Listing.DELIVERIES, query);
        var page = narrowing.page(request, scan -> queries.deliveries(criteria, scan), DeliveryRow::position);
        var why = explained(query, narrowing)
                ? decisions.of(page.rows().stream().map(DeliveryRow::entry).toList())
                : Map.<DeliveryId, Explanation.Decision>of();
        Reply.json(ctx, OK, page.json((json, row) -> view(row.entry(), why).write(json)));
    }

    public void get(Context ctx) {
        var id = Path.id(ctx, "delivery_id", DeliveryId::new, "delivery");
        var query = Query.of(ctx);
        var tenant = Narrowing.tenant(query, "delivery");
        var delivery = queries.delivery(tenant, id)
                .or(() -> skipped(query, tenant, id))
                .orElseThrow(() -> ApiException.notFound("delivery"));
        var why = asksWhy(query) ? decisions.of(List.of(delivery)) : Map.<DeliveryId, Explanation.Decision>of();
        Reply.json(ctx, OK, view(delivery, why)::write);
    }

    /** One that was skipped stands with its event only, so the event has to be named. */
    private Optional<DeliveryEntry> skipped(Query query, Optional<TenantId> tenant, DeliveryId id) {
        var event = query.one("event_id").flatMap(text -> Ids.parse(text, EventId::new));
        return event.stream()
                .map(one -> new Criteria.OfDeliveries(
                        tenant.map(Set::of).orElse(Set.of()),
                        Set.of(one),
                        Set.of(),
                        Set.of(),
                        Set.of(DeliveryState.SKIPPED),
                        Criteria.Period.ALWAYS))
                .flatMap(criteria -> queries.deliveries(criteria, new Scan(SKIPS, true, Optional.empty())).stream())
                .map(DeliveryRow::entry)
                .filter(entry -> entry.ref().id().equals(id))
                .findFirst();
    }

    private static DeliveryView view(DeliveryEntry entry, Map<DeliveryId, Explanation.Decision> why) {
        return new DeliveryView(entry, Optional.ofNullable(why.get(entry.ref().id())));
    }

    /** Filters are judged for the deliveries of one event id only, since that takes the event's data. */
    private static boolean explained(Query query, Narrowing narrowing) {
        if (!asksWhy(query)) {
            return false;
        }
        if (narrowing.events().size() != 1) {
            throw ApiException.invalidQuery("include", "decided_by takes one event_id");
        }
        return true;
    }

    private static boolean asksWhy(Query query) {
        return query.list("include").contains("decided_by");
    }

    private static Criteria.OfDeliveries criteria(Query query, Narrowing narrowing) {
        return new Criteria.OfDeliveries(
                narrowing.tenants(),
                narrowing.events(),
                narrowing.destinations(),
                narrowing.topics(),
                states(query),
                narrowing.period());
    }

    private static Set<DeliveryState> states(Query query) {
        return query.list("state").stream().map(DeliveryRoutes::state).collect(Collectors.toUnmodifiableSet());
    }

    private static DeliveryState state(String word) {
        return DeliveryState.named(word)
                .orElseThrow(() -> ApiException.invalidQuery("state", "must be one of " + DeliveryState.words()));
    }
}
