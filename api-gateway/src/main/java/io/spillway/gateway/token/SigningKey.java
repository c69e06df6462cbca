package io.spillway.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.spillway.destination.Vault;
import io.spillway.domain.Sealed;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;

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
        var sealed = sealed(json);
        var pair = vault.open(CONTEXT, sealed)
                .orElseThrow(() -> new IllegalArgumentException(
                        "it is sealed with key " + sealed.keyId() + ", which is not configured, or was altered"));
        try {
            return new SigningKey(
                    ECKey.parse(new String(pair, StandardCharsets.UTF_8)),
                    Fields.parse(json).time("created_at").orElseThrow());
        } catch (ParseException e) {
            throw new IllegalArgumentException("it is no key", e);
        }
    }

    /** What of {@link #bytes} is sealed. */
    static Sealed sealed(byte[] json) {
        var fields = Fields.parse(json);
        return new Sealed(
                fields.text("sealed_by").orElseThrow(),
                Base64.getDecoder().decode(fields.text("sealed").orElseThrow()));
    }

    /** As it is kept: the private part sealed. */
    byte[] bytes(Vault vault) {
        var sealed = vault.seal(CONTEXT, pair.toJSONString().getBytes(StandardCharsets.UTF_8));
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("created_at", createdAt.toString());
            json.writeStringField("sealed_by", sealed.keyId());
            json.writeStringField("sealed", Base64.getEncoder().encodeToString(sealed.bytes()));
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
