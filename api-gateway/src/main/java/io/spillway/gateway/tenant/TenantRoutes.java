package io.spillway.gateway.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.Tenant;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.ErrorCode;
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
import java.time.Duration;
import java.util.List;

/** Creates, shows, lists and deletes tenants. */
public final class TenantRoutes {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final String RETENTION = "retention_days";
    /** As long as a log store may keep anything. */
    private static final int DAYS = 3_650;

    private final Changes changes;
    private final Queries queries;

    public TenantRoutes(Changes changes, Queries queries) {
        this.changes = changes;
        this.queries = queries;
    }

    public void put(Context ctx) {
        var id = Path.newTenantId(ctx);
        var fields = Fields.parseOptional(Body.read(ctx));
        var put = new Command.PutTenant(id, fields.texts("metadata"), retention(fields, Caller.of(ctx)));
        if (!(changes.make(put) instanceof Answer.TenantStored(var tenant, var created))) {
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

    /** A tenant may set up what it likes, but what is remembered of it is the business of whoever runs Spillway. */
    private static RetentionChange retention(Fields fields, Caller caller) {
        if (!fields.has(RETENTION)) {
            return new RetentionChange.AsBefore();
        }
        if (!caller.isAdmin()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "retention_days can only be set with API key authentication");
        }
        return fields.value(RETENTION)
                .<RetentionChange>map(given -> new RetentionChange.For(Duration.ofDays(days(given))))
                .orElseGet(RetentionChange.AsEverybody::new);
    }

    private static int days(JsonNode given) {
        if (!given.isIntegralNumber() || !given.canConvertToInt() || given.intValue() < 1 || given.intValue() > DAYS) {
            throw ApiException.invalid(List.of(RETENTION + " must be a whole number from 1 to " + DAYS + ", or null"));
        }
        return given.intValue();
    }

    private TenantView view(Tenant tenant) {
        return new TenantView(
                tenant,
                queries.subscriptions(tenant.id()).stream()
                        .map(SubscriptionRow::subscription)
                        .toList());
    }
}
