package io.spillway.gateway.attempt;

import io.javalin.http.Context;
import io.spillway.domain.AttemptId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.Narrowing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Queries;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists and shows attempts. */
public final class AttemptRoutes {

    private static final int OK = 200;

    private final Queries queries;
    private final AttemptViews views;

    public AttemptRoutes(Queries queries, AttemptViews views) {
        this.queries = queries;
        this.views = views;
    }

    public void list(Context ctx) {
        var query = Query.of(ctx);
        list(ctx, query, Narrowing.of(query, "event_id"));
    }

    public void listOfDestination(Context ctx) {
        var query = Query.of(ctx);
        var key = Path.destination(ctx);
        Path.tenant(ctx, queries);
        list(ctx, query, Narrowing.of(query, "event_id").to(key));
    }

    public void get(Context ctx) {
        show(ctx, find(ctx, Narrowing.tenant(Query.of(ctx), "attempt")));
    }

    public void getOfDestination(Context ctx) {
        var key = Path.destination(ctx);
        Path.tenant(ctx, queries);
        var row = find(ctx, Optional.of(key.tenant()));
        if (!row.delivery().destination().equals(key.destination())) {
            throw ApiException.notFound("attempt");
        }
        show(ctx, row);
    }

    private void list(Context ctx, Query query, Narrowing narrowing) {
        var criteria = criteria(query, narrowing);
        var include = Include.of(ctx);
        var request = PageRequest.of(Listing.ATTEMPTS, query);
        var page = narrowing.page(request, scan -> queries.attempts(criteria, scan), AttemptRow::position);
        var shown = page.with(views.of(page.rows(), include));
        Reply.json(ctx, OK, shown.json((json, view) -> view.write(json)));
    }

    private void show(Context ctx, AttemptRow row) {
        Reply.json(ctx, OK, views.of(List.of(row), Include.of(ctx)).getFirst()::write);
    }

    private AttemptRow find(Context ctx, Optional<TenantId> tenant) {
        var id = Path.id(ctx, "attempt_id", AttemptId::parse, "attempt");
        return queries.delivery(tenant, id.delivery())
                .flatMap(delivery -> delivery.attempts().stream()
                        .filter(tried -> tried.number() == id.number())
                        .findFirst()
                        .map(tried -> AttemptRow.of(delivery, tried)))
                .orElseThrow(() -> ApiException.notFound("attempt"));
    }

    private static Criteria.OfAttempts criteria(Query query, Narrowing narrowing) {
        return new Criteria.OfAttempts(
                narrowing.tenants(),
                narrowing.events(),
                narrowing.destinations(),
                narrowing.topics(),
                Set.copyOf(query.list("destination_type")),
                query.one("status").map(AttemptRoutes::succeeded),
                narrowing.period());
    }

    private static boolean succeeded(String status) {
        return switch (status) {
            case "success" -> true;
            case "failed" -> false;
            default -> throw ApiException.invalidQuery("status", "must be success or failed");
        };
    }
}
