package io.spillway.gateway.adapter.algohire;

import io.javalin.http.Context;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Ids;
import java.util.Optional;

/** Whom a request is about, since Algohire knows no tenants: the tenant of the key, or the one that a header names. */
final class OwnTenant {

    private static final String HEADER = "X-Tenant-Id";

    private OwnTenant() {}

    static TenantId of(Context ctx) {
        var caller = Caller.of(ctx);
        var named = Optional.ofNullable(ctx.header(HEADER)).map(text -> Ids.require(text, TenantId::new));
        named.ifPresent(caller::requireReach);
        return named.or(caller::tenant)
                .orElseThrow(() -> ApiException.badRequest(
                        "these routes are for one tenant: use an API key of it, or name it in the header " + HEADER));
    }
}
