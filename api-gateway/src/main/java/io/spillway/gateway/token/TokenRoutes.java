package io.spillway.gateway.token;

import io.javalin.http.Context;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.stream.query.Queries;
import java.time.Instant;
import java.util.Set;

/** Hands out tokens for tenants, and addresses of the portal with one. */
public final class TokenRoutes {

    private static final int OK = 200;
    private static final Set<String> THEMES = Set.of("light", "dark");

    private final TenantTokens tokens;
    private final Queries queries;

    public TokenRoutes(TenantTokens tokens, Queries queries) {
        this.tokens = tokens;
        this.queries = queries;
    }

    public void token(Context ctx) {
        answer(ctx, "token", tokenFor(ctx));
    }

    /** The address says all that the portal needs, so that whoever runs it only has to send its user there. */
    public void portal(Context ctx) {
        var theme = Query.of(ctx)
                .one("theme")
                .filter(THEMES::contains)
                .map(named -> "&theme=" + named)
                .orElse("");
        answer(ctx, "redirect_url", Origin.of(ctx) + "/?token=" + tokenFor(ctx) + theme);
    }

    private String tokenFor(Context ctx) {
        return tokens.issue(Path.tenant(ctx, queries).id(), Instant.now());
    }

    private static void answer(Context ctx, String name, String value) {
        ctx.header("Cache-Control", "no-store");
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeStringField(name, value);
            json.writeStringField("tenant_id", Path.tenantId(ctx).value());
            json.writeEndObject();
        });
    }
}
