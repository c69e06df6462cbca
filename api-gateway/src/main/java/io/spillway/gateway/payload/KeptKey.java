package io.spillway.gateway.payload;

import io.spillway.destination.Vault;
import io.spillway.domain.Sealed;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.payload.PayloadKey;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/**
 * A tenant's key as it is kept among the settings.
 *
 * @param sealed its secret
 */
record KeptKey(PayloadKey key, Sealed sealed) {

    static KeptKey of(PayloadKey key, Vault vault) {
        return new KeptKey(
                key, vault.seal(context(key.id(), key.tenant()), key.secret().getEncoded()));
    }

    /** Reads what {@link #bytes} wrote. */
    static KeptKey read(byte[] json, Vault vault) {
        var fields = Fields.parse(json);
        var id = fields.text("id").orElseThrow();
        var tenant = new TenantId(fields.text("tenant_id").orElseThrow());
        var sealed = new Sealed(
                fields.text("sealed_by").orElseThrow(),
                Base64.getDecoder().decode(fields.text("sealed").orElseThrow()));
        var secret = vault.open(context(id, tenant), sealed)
                .orElseThrow(() -> new IllegalArgumentException(
                        "it is sealed with key " + sealed.keyId() + ", which is not configured, or was altered"));
        return new KeptKey(new PayloadKey(id, tenant, new SecretKeySpec(secret, "AES")), sealed);
    }

    byte[] bytes() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", key.id());
            json.writeStringField("tenant_id", key.tenant().value());
            json.writeStringField("sealed_by", sealed.keyId());
            json.writeStringField("sealed", Base64.getEncoder().encodeToString(sealed.bytes()));
            json.writeEndObject();
        });
    }

    private static String context(String id, TenantId tenant) {
        return "payload key " + id + " of " + tenant;
    }
}
