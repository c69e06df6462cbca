package io.spillway.load.receiver;

import io.spillway.load.Arrival;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures and digests bodies, of every n-th request, since both cost more than all the rest. Written from the
 * contracts alone, not with the product's code: {@code x-outpost-signature: v0=…} over the body, and Standard Webhooks.
 */
final class Inspection {

    private static final String STANDARD_MARK = "whsec_";

    private volatile Optional<String> secret;
    private final int every;
    private long seen;

    /**
     * @param secret what destinations sign with; without one no signature is checked
     * @param every 1 inspects all requests, n every n-th, 0 none
     */
    Inspection(Optional<String> secret, int every) {
        this.secret = secret;
        this.every = every;
    }

    /** From now on signatures are checked with another secret. */
    void expect(String other) {
        secret = Optional.of(other);
    }

    /** Whether this request's turn has come. */
    boolean due() {
        return every > 0 && seen++ % every == 0;
    }

    Arrival.Signature signature(Request request) {
        return secret.map(key -> matches(request, key) ? Arrival.Signature.GOOD : Arrival.Signature.BAD)
                .orElse(Arrival.Signature.UNCHECKED);
    }

    String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean matches(Request request, String secret) {
        return request.header("webhook-signature")
                .map(signatures -> matchesStandard(request, secret, signatures))
                .orElseGet(() -> request.header("x-outpost-signature")
                        .filter(signatures -> signatures.startsWith("v0="))
                        .filter(signatures -> Arrays.asList(
                                        signatures.substring(3).split(","))
                                .contains(HexFormat.of()
                                        .formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), request.body()))))
                        .isPresent());
    }

    private static boolean matchesStandard(Request request, String secret, String signatures) {
        var key = Base64.getDecoder().decode(secret.substring(STANDARD_MARK.length()));
        var head = request.header("webhook-id").orElse("") + "."
                + request.header("webhook-timestamp").orElse("") + ".";
        var expected = "v1,"
                + Base64.getEncoder().encodeToString(hmac(key, head.getBytes(StandardCharsets.UTF_8), request.body()));
        return Arrays.asList(signatures.split(" ")).contains(expected);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
