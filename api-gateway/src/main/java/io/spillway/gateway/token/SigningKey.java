package io.spillway.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.spillway.destination.Vault;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.setting.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;

/** A key pair that our tokens are signed with, under its thumbprint (RFC 7638). */
record SigningKey(ECKey pair, Instant createdAt) {

    private static final String CONTEXT = "token signing key";

    static SigningKey make(Instant now) {
        try {
            var pair = new ECKeyGenerator(Curve.P_256)
                    .keyIDFromThumbprint(true)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            return new SigningKey(pair, now);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** Reads what {@link #bytes} wrote. */
    static SigningKey read(byte[] json, Vault vault) {
        var row = Fields.parse(json);
        var pair = SealedSecret.read(row).open(vault, CONTEXT);
        try {
            return new SigningKey(
                    ECKey.parse(new String(pair, StandardCharsets.UTF_8)),
                    row.time("created_at").orElseThrow());
        } catch (ParseException e) {
            throw new IllegalArgumentException("it is no key", e);
        }
    }

    /** As it is kept: the private part sealed. */
    byte[] bytes(Vault vault) {
        var sealed = vault.seal(CONTEXT, pair.toJSONString().getBytes(StandardCharsets.UTF_8));
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("created_at", createdAt.toString());
            new SealedSecret(sealed).write(json);
            json.writeEndObject();
        });
    }

    String id() {
        return pair.getKeyID();
    }

    /** The pair is not shown. */
    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
