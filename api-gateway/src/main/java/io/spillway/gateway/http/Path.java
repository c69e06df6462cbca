package io.spillway.gateway.http;

import io.javalin.http.Context;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.Queries;
import java.util.Optional;
import java.util.function.Function;

/** Reads the ids in a path. What cannot be an id names nothing, so it is not found. */
public final class Path {

    public static final String TENANT = "tenant_id";
    public static final String DESTINATION = "destination_id";

    private Path() {}

    /** The tenant that the path names, if it names one. */
    public static Optional<TenantId> named(Context ctx) {
        return Optional.ofNullable(ctx.pathParamMap().get(TENANT)).flatMap(id -> Ids.parse(id, TenantId::new));
    }

    public static TenantId tenantId(Context ctx) {
        return id(ctx, TENANT, TenantId::new, "tenant");
    }

    /** The id of a tenant that may be new, so that it must be well formed. */
    public static TenantId newTenantId(Context ctx) {
        return Ids.require(ctx.pathParam(TENANT), TenantId::new);
    }

    public static Tenant tenant(Context ctx, Queries queries) {
        return queries.tenant(tenantId(ctx)).orElseThrow(() -> ApiException.notFound("tenant"));
    }

    public static DestinationKey destination(Context ctx) {
        return new DestinationKey(tenantId(ctx), id(ctx, DESTINATION, DestinationId::new, "destination"));
    }

    /** @param what the word for it, as in {@code event not found} */
    public static <T> T id(Context ctx, String parameter, Function<String, T> id, String what) {
        return Ids.parse(ctx.pathParam(parameter), id).orElseThrow(() -> ApiException.notFound(what));
    }
}
