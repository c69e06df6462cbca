package io.spillway.gateway.payload;

import io.spillway.destination.Vault;
import io.spillway.domain.Sealed;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.setting.SealedSecret;
import io.spillway.payload.PayloadKey;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;

/**
 * A tenant's key as it is kept among the settings.
 *
 * @param sealed its secret
 */
record KeptKey(PayloadKey key, Instant createdAt, Sealed sealed) {

    static KeptKey of(PayloadKey key, Instant createdAt, Vault vault) {
        var secret = key.secret().getEncoded();
        return new KeptKey(key, createdAt, vault.seal(context(key.id(), key.tenant()), secret));
    }

    /** Reads what {@link #bytes} wrote. */
    static KeptKey read(byte[] json, Vault vault) {
        var row = Fields.parse(json);
        var id = row.text("id").orElseThrow();
        var tenant = new TenantId(row.text("tenant_id").orElseThrow());
        var kept = SealedSecret.read(row);
        var secret = new SecretKeySpec(kept.open(vault, context(id, tenant)), "AES");
        return new KeptKey(
                new PayloadKey(id, tenant, secret), row.time("created_at").orElseThrow(), kept.sealed());
    }

    byte[] bytes() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", key.id());
            json.writeStringField("tenant_id", key.tenant().value());
            json.writeStringField("created_at", createdAt.toString());
            new SealedSecret(sealed).write(json);
            json.writeEndObject();
        });
    }

    private static String context(String id, TenantId tenant) {
        return "payload key " + id + " of " + tenant;
    }
}
