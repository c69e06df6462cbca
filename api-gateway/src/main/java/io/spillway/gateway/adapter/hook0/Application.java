package io.spillway.gateway.adapter.hook0;

import io.javalin.http.Context;
import io.spillway.domain.TenantId;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Query;
import java.util.Optional;

/** Hook0's application, which is our tenant: named in a body or a query, or that of the caller's key. */
final class Application {

    private static final String FIELD = "application_id";

    private Application() {}

    static TenantId in(Context ctx, Fields body) {
        return of(ctx, body.text(FIELD));
    }

    static TenantId in(Context ctx) {
        return of(ctx, Query.of(ctx).one(FIELD));
    }

    private static TenantId of(Context ctx, Optional<String> named) {
        var caller = Caller.of(ctx);
        var tenant = named.map(
                        text -> Ids.parse(text, TenantId::new).orElseThrow(() -> ApiException.notFound("application")))
                .or(caller::tenant)
                .orElseThrow(() -> Words.missing(FIELD));
        caller.requireReach(tenant);
        return tenant;
    }
}
