package io.spillway.gateway.key;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes, lists and revokes API keys. */
public final class ApiKeyRoutes {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int LONGEST_NAME = 128;

    private final ApiKeys keys;

    public ApiKeyRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    public void create(Context ctx) {
        var made = keys.make(grant(Fields.parse(Body.read(ctx))));
        ctx.header("Cache-Control", "no-store");
        Reply.json(ctx, CREATED, json -> {
            json.writeStartObject();
            write(json, made.key());
            json.writeStringField("key", made.text());
            json.writeEndObject();
        });
    }

    public void list(Context ctx) {
        Reply.json(ctx, OK, Json.array(keys.all(), (json, key) -> {
            json.writeStartObject();
            write(json, key);
            json.writeEndObject();
        }));
    }

    public void revoke(Context ctx) {
        keys.revoke(ctx.pathParam("key_id"));
        Reply.success(ctx, OK);
    }

    private void write(JsonGenerator json, ApiKey key) throws IOException {
        key.write(json);
        Json.textIfAny(json, "last_used_at", keys.lastUsed(key).map(Json::time));
    }

    private static ApiKey.Grant grant(Fields fields) {
        var missing = Stream.of("name", "scopes")
                .filter(name -> fields.value(name).isEmpty())
                .map(name -> name + " is required")
                .toList();
        if (!missing.isEmpty()) {
            throw ApiException.invalid(missing);
        }
        var expiry = fields.time("expires_at");
        if (expiry.filter(time -> !time.isAfter(Instant.now())).isPresent()) {
            throw ApiException.invalid(List.of("expires_at must be in the future"));
        }
        return new ApiKey.Grant(
                name(fields.text("name").orElse("")),
                Scopes.read(fields),
                fields.text("tenant_id").map(id -> Ids.require(id, TenantId::new)),
                expiry);
    }

    private static String name(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid(
                    List.of("name must have 1 to " + LONGEST_NAME + " characters, none of them a control character"));
        }
        return name;
    }
}
