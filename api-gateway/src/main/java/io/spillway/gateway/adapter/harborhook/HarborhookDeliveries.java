package io.spillway.gateway.adapter.harborhook;

import io.javalin.http.Context;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.DeliveryRow;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows where deliveries stand, and which are dead. */
public final class HarborhookDeliveries {

    private static final int OK = 200;
    private static final int USUAL = 10;
    private static final int MOST = 1000;

    /** What was never begun is no delivery there. */
    private static final Set<DeliveryState> BEGUN = EnumSet.complementOf(EnumSet.of(DeliveryState.SKIPPED));

    private final Queries queries;

    public HarborhookDeliveries(Queries queries) {
        this.queries = queries;
    }

    public void ofEvent(Context ctx) {
        var event = Path.id(ctx, "event_id", EventId::new, "event");
        show(ctx, "attempts", Set.of(event), BEGUN, queries::deliveries);
    }

    public void dead(Context ctx) {
        show(ctx, "dead", Set.of(), Set.of(), queries::deadLetters);
    }

    /** A list of deliveries in the order of their times. */
    private interface Rows {
        List<DeliveryRow> of(Criteria.OfDeliveries criteria, Scan scan);
    }

    private void show(Context ctx, String list, Set<EventId> events, Set<DeliveryState> states, Rows walk) {
        var tenant = Path.tenant(ctx, queries).id();
        var query = Query.of(ctx);
        var limit = Math.min(MOST, Words.number("limit", query.one("limit"), USUAL, 1));
        var endpoints = Ids.set(query, "endpoint_id", DestinationId::new);
        var criteria =
                new Criteria.OfDeliveries(Set.of(tenant), events, endpoints, Set.of(), states, Criteria.Period.ALWAYS);
        var rows = Ids.nothingIn(query, "endpoint_id", DestinationId::new)
                ? List.<DeliveryRow>of()
                : walk.of(criteria, new Scan(limit, true, Optional.empty()));
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeFieldName(list);
            Json.array(rows, (out, row) -> new DeliveryJson(row.entry()).write(out))
                    .write(json);
            json.writeEndObject();
        });
    }
}
