package io.spillway.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.spillway.destination.Vault;
import java.text.ParseException;
import java.util.Optional;

/**
 * An issuer whose tokens are believed, with its private key: signs whatever it is given, however wrong.
 *
 * @param header the header of its good tokens, as JSON
 * @param audience whom its good tokens are for
 */
public record Genuine(JWK key, JWSAlgorithm algorithm, String header, String issuer, Optional<String> audience) {

    /** Somebody else who issues tokens for {@code us}. */
    public static Genuine other(JWK key, JWSAlgorithm algorithm, String issuer) {
        var header = "{\"typ\":\"JWT\",\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, key.getKeyID());
        return new Genuine(key, algorithm, header, issuer, Optional.of("us"));
    }

    /** A token of these two texts, with a signature that fits them, by whatever algorithm the header names. */
    public String sign(String header, String claims) {
        return sign(key, algorithm, header, claims.getBytes(UTF_8));
    }

    String sign(String header, byte[] claims) {
        return sign(key, algorithm, header, claims);
    }

    static String sign(JWK key, JWSAlgorithm algorithm, String header, byte[] claims) {
        var text = Base64URL.encode(header) + "." + Base64URL.encode(claims);
        try {
            return text + "." + signer(key).sign(new JWSHeader(algorithm), text.getBytes(UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case ECKey pair -> new ECDSASigner(pair);
            case RSAKey pair -> new RSASSASigner(pair);
            case OctetSequenceKey secret -> new MACSigner(secret);
            default -> throw new IllegalArgumentException("no signer for " + key.getKeyType());
        };
    }

    /** The pair that an {@link OwnTokens} with these settings signs with. */
    public static Genuine own(byte[] row, Vault vault) throws ParseException {
        var pair = SigningKey.read(row, vault).pair();
        return new Genuine(
                pair,
                JWSAlgorithm.ES256,
                "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"%s\"}".formatted(pair.getKeyID()),
                "spillway",
                Optional.of("spillway"));
    }

    /** The key is not shown. */
    @Override
    public String toString() {
        return algorithm + " of " + issuer;
    }
}
