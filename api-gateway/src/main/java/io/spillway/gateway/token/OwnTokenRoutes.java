package io.spillway.gateway.token;

import io.javalin.http.Context;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import io.spillway.stream.query.Queries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Issues our own tokens, shows the keys to verify them by, and renews these. */
public final class OwnTokenRoutes {

    private static final int OK = 200;
    private static final int USUAL_SECONDS = 3600;

    private final OwnTokens tokens;
    private final Queries queries;

    public OwnTokenRoutes(OwnTokens tokens, Queries queries) {
        this.tokens = tokens;
        this.queries = queries;
    }

    public void issue(Context ctx) {
        issue(ctx, Role.MANAGER);
    }

    /** As systems do whose tokens may do everything within their tenant. */
    public void issueToOwners(Context ctx) {
        issue(ctx, Role.OWNER);
    }

    private void issue(Context ctx, Role usual) {
        var fields = Fields.parse(Body.read(ctx));
        var now = Instant.now();
        var role = role(fields).orElse(usual);
        if (!role.scopes().stream().allMatch(Caller.of(ctx)::may)) {
            throw ApiException.forbidden();
        }
        var wish = new OwnTokens.Wish(tenant(ctx, fields), role, now.plusSeconds(seconds(fields)));
        var token = tokens.issue(wish, now);
        ctx.header("Cache-Control", "no-store");
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeStringField("token", token);
            Json.time(json, "expires_at", wish.expiresAt());
            json.writeEndObject();
        });
    }

    public void keys(Context ctx) {
        var keys = tokens.publicKeys(Instant.now()).toString(true);
        ctx.header("Cache-Control", "public, max-age=60");
        Reply.json(ctx, OK, json -> json.writeRawValue(keys));
    }

    public void rotate(Context ctx) {
        var fields = Fields.parseOptional(Body.read(ctx));
        var alone =
                fields.value("revoke_others").filter(value -> value.asBoolean()).isPresent();
        var key = tokens.rotate(Instant.now(), alone);
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeStringField("key_id", key.id());
            Json.time(json, "signs_from", alone ? key.createdAt() : KeyRing.signsFrom(key));
            json.writeEndObject();
        });
    }

    private TenantId tenant(Context ctx, Fields fields) {
        var named = fields.text("tenant_id").orElseThrow(() -> ApiException.invalid(List.of("tenant_id is required")));
        var tenant = Ids.parse(named, TenantId::new).orElseThrow(() -> ApiException.notFound("tenant"));
        Caller.of(ctx).requireReach(tenant);
        return queries.tenant(tenant)
                .orElseThrow(() -> ApiException.notFound("tenant"))
                .id();
    }

    private static Optional<Role> role(Fields fields) {
        return fields.text("role")
                .map(word -> Role.of(word)
                        .orElseThrow(() -> ApiException.invalid(List.of("role must be viewer, manager or owner"))));
    }

    private static int seconds(Fields fields) {
        return fields.value("ttl_seconds")
                .map(value -> {
                    var seconds = value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0;
                    if (seconds < 1 || seconds > OwnTokens.LONGEST.toSeconds()) {
                        throw ApiException.invalid(List.of(
                                "ttl_seconds must be a whole number from 1 to " + OwnTokens.LONGEST.toSeconds()));
                    }
                    return seconds;
                })
                .orElse(USUAL_SECONDS);
    }
}
