package io.spillway.gateway.setting;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.destination.Vault;
import io.spillway.domain.Sealed;
import io.spillway.gateway.http.Fields;
import java.io.IOException;
import java.util.Base64;

/** A secret in a row: {@code sealed_by} names the key of the vault, {@code sealed} is Base64. */
public record SealedSecret(Sealed sealed) {

    /** Reads what {@link #write} wrote. */
    public static SealedSecret read(Fields row) {
        return new SealedSecret(new Sealed(
                row.text("sealed_by").orElseThrow(),
                Base64.getDecoder().decode(row.text("sealed").orElseThrow())));
    }

    /** Two fields of the object that is being written. */
    public void write(JsonGenerator row) throws IOException {
        row.writeStringField("sealed_by", sealed.keyId());
        row.writeStringField("sealed", Base64.getEncoder().encodeToString(sealed.bytes()));
    }

    /** @throws IllegalArgumentException where the vault cannot open it as what the context says */
    public byte[] open(Vault vault, String context) {
        return vault.open(context, sealed)
                .orElseThrow(() -> new IllegalArgumentException(
                        "it is sealed with key " + sealed.keyId() + ", which is not configured, or was altered"));
    }
}
