package io.spillway.gateway.key;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Scope;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * An API key as it is kept: without its text.
 *
 * @param hash SHA-256 of the text
 * @param tenant the only tenant that it is for; absent: all
 */
record ApiKey(String id, byte[] hash, Grant grant, Instant createdAt) {

    /** What a key is for. */
    record Grant(String name, Set<Scope> scopes, Optional<TenantId> tenant, Optional<Instant> expiresAt) {

        Grant {
            scopes = Set.copyOf(scopes);
        }
    }

    /** Reads what {@link #bytes} wrote; fields that it does not know are left alone. */
    static ApiKey read(byte[] json) {
        var fields = Fields.parse(json);
        return new ApiKey(
                fields.text("id").orElseThrow(),
                HexFormat.of().parseHex(fields.text("hash").orElseThrow()),
                new Grant(
                        fields.text("name").orElse(""),
                        Scopes.read(fields),
                        fields.text("tenant_id").map(TenantId::new),
                        fields.time("expires_at")),
                fields.time("created_at").orElseThrow());
    }

    byte[] bytes() {
        return Json.bytes(json -> {
            json.writeStartObject();
            write(json);
            json.writeStringField("hash", HexFormat.of().formatHex(hash));
            json.writeEndObject();
        });
    }

    /** The fields that anybody who may list keys may see, into an object that is open. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("name", grant.name());
        Json.texts(
                json,
                "scopes",
                grant.scopes().stream().map(Scope::word).sorted().toList());
        Json.textIfAny(json, "tenant_id", grant.tenant().map(TenantId::value));
        Json.textIfAny(json, "expires_at", grant.expiresAt().map(Json::time));
        Json.time(json, "created_at", createdAt);
    }

    boolean isGood(Instant now) {
        return grant.expiresAt().filter(expiry -> !expiry.isAfter(now)).isEmpty();
    }

    /** Hashes are not shown. */
    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
