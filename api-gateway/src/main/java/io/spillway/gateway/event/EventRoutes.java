package io.spillway.gateway.event;

import io.javalin.http.Context;
import io.spillway.domain.EventId;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.Narrowing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import java.util.List;

/** Lists and shows events. */
public final class EventRoutes {

    private static final int OK = 200;

    private final Queries queries;
    private final Bodies bodies;

    public EventRoutes(Queries queries, Bodies bodies) {
        this.queries = queries;
        this.bodies = bodies;
    }

    public void list(Context ctx) {
        var query = Query.of(ctx);
        var narrowing = Narrowing.of(query, "id");
        var request = PageRequest.of(Listing.EVENTS, query);
        var page = narrowing.page(request, scan -> queries.events(criteria(narrowing), scan), Positions::of);
        var views = page.with(EventView.withData(page.rows(), bodies));
        Reply.json(ctx, OK, views.json((json, view) -> view.write(json)));
    }

    public void get(Context ctx) {
        var id = Path.id(ctx, "event_id", EventId::new, "event");
        var event = Events.find(queries, Narrowing.tenant(Query.of(ctx), "event"), id);
        Reply.json(ctx, OK, EventView.withData(List.of(event), bodies).getFirst()::write);
    }

    private static Criteria.OfEvents criteria(Narrowing narrowing) {
        return new Criteria.OfEvents(
                narrowing.tenants(),
                narrowing.events(),
                narrowing.destinations(),
                narrowing.topics(),
                narrowing.period());
    }
}
