package io.spillway.gateway.auth;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.limit.Limits;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Queries;
import java.util.Optional;

/** Lets a request of the API through to its route, perhaps narrowed to the caller's tenant, or turns it away. */
public final class Gate {

    /** Where clients of other systems put their key. */
    private static final String KEY = "X-Api-Key";

    private static final String ATTRIBUTE = "gate";

    private final Authenticator authenticator;
    private final Limits limits;
    private final Queries queries;

    public Gate(Authenticator authenticator, Limits limits, Queries queries) {
        this.authenticator = authenticator;
        this.limits = limits;
        this.queries = queries;
    }

    /** Runs before a matched route. */
    public void admit(Context ctx) {
        var access = access(ctx);
        switch (access) {
            case OPEN, NODE -> {}
            case ADMIN, KEY, TENANT, BOTH -> admit(ctx, access, caller(ctx));
        }
    }

    private void admit(Context ctx, Access access, Caller caller) {
        ctx.attribute(Caller.ATTRIBUTE, caller);
        ctx.attribute(ATTRIBUTE, this);
        count(ctx, caller);
        if (!mayUse(ctx, access, caller)) {
            throw ApiException.forbidden();
        }
        caller.tenant().ifPresent(tenant -> {
            requireAlive(tenant, access);
            OwnTenant.narrow(Query.of(ctx), tenant).putOn(ctx);
        });
    }

    /** Whether whoever was let in would be now: a credential runs out or is revoked, a tenant is deleted. */
    public static boolean stillAdmits(Context ctx) {
        return Optional.<Object>ofNullable(ctx.attribute(ATTRIBUTE))
                .map(Gate.class::cast)
                .filter(gate -> gate.wouldAdmit(ctx))
                .isPresent();
    }

    private boolean wouldAdmit(Context ctx) {
        try {
            var caller = caller(ctx);
            caller.tenant().ifPresent(tenant -> requireAlive(tenant, access(ctx)));
            return caller.equals(Caller.of(ctx));
        } catch (ApiException e) {
            return e.code() != ErrorCode.UNAUTHORIZED;
        } catch (NotReadyException e) {
            return true; // not known at the moment
        }
    }

    /** Of what is published, every event is counted for its tenant instead, as soon as it is read. */
    private void count(Context ctx, Caller caller) {
        caller.key().ifPresent(key -> limits.key(ctx, key));
        if (!Scope.taken(ctx).contains(Scope.PUBLISH)) {
            caller.tenant().or(() -> Path.named(ctx)).ifPresent(tenant -> limits.tenant(ctx, tenant));
        }
    }

    private Caller caller(Context ctx) {
        return authenticator.caller(Optional.ofNullable(ctx.header(Header.AUTHORIZATION))
                .or(() -> Optional.ofNullable(ctx.header(KEY)).map("Bearer "::concat)));
    }

    private static boolean mayUse(Context ctx, Access access, Caller caller) {
        return switch (access) {
            case OPEN, NODE -> true;
            case ADMIN -> caller instanceof Caller.Admin;
            case KEY -> !(caller instanceof Caller.Holder) && isWithin(ctx, caller);
            case TENANT, BOTH -> isWithin(ctx, caller);
        };
    }

    private static boolean isWithin(Context ctx, Caller caller) {
        return Scope.taken(ctx).stream().allMatch(caller::may)
                && caller.tenant()
                        .filter(own -> !own.value().equals(ctx.pathParamMap().getOrDefault(Path.TENANT, own.value())))
                        .isEmpty();
    }

    /** To publish, nothing is looked up, so that events are taken in whatever the stores do. */
    private void requireAlive(TenantId tenant, Access access) {
        if (access != Access.KEY && queries.tenant(tenant).isEmpty()) {
            throw ApiException.unauthorized();
        }
    }

    private static Access access(Context ctx) {
        return ctx.routeRoles().stream()
                .filter(Access.class::isInstance)
                .map(Access.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a route must say who may use it"));
    }
}
