package io.spillway.gateway.tenant;

import io.javalin.http.Context;
import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Tenant;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.SubscriptionRow;
import java.util.List;

/** Creates, shows, lists and deletes tenants. */
public final class TenantRoutes {

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Changes changes;
    private final Queries queries;

    public TenantRoutes(Changes changes, Queries queries) {
        this.changes = changes;
        this.queries = queries;
    }

    public void put(Context ctx) {
        var id = Path.newTenantId(ctx);
        var metadata = Fields.parseOptional(Body.read(ctx)).texts("metadata");
        if (!(changes.make(new Command.PutTenant(id, metadata))
                instanceof Answer.TenantStored(var tenant, var created))) {
            throw new IllegalStateException("a tenant that was put is answered with the tenant");
        }
        Reply.json(ctx, created ? CREATED : OK, view(tenant)::write);
    }

    public void get(Context ctx) {
        Reply.json(ctx, OK, view(Path.tenant(ctx, queries))::write);
    }

    public void delete(Context ctx) {
        changes.make(new Command.DeleteTenant(Path.tenantId(ctx)));
        Reply.success(ctx, OK);
    }

    public void list(Context ctx) {
        var query = Query.of(ctx);
        var request = PageRequest.of(Listing.TENANTS, query);
        // Whoever acts for one tenant sees that one, whatever they name.
        var named = Caller.of(ctx).tenant().map(own -> List.of(own.value())).orElseGet(() -> query.list("id"));
        TenantRows rows = named.isEmpty() ? new TenantRows.All(queries) : TenantRows.Named.of(queries, named);
        var page = request.page(rows::scan, Positions::of);
        var count = rows.count();
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            page.write(json, (out, tenant) -> view(tenant).write(out));
            json.writeNumberField("count", count);
            json.writeEndObject();
        });
    }

    private TenantView view(Tenant tenant) {
        return new TenantView(
                tenant,
                queries.subscriptions(tenant.id()).stream()
                        .map(SubscriptionRow::subscription)
                        .toList());
    }
}
