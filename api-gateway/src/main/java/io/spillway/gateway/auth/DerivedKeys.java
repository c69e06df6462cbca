package io.spillway.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys for one purpose each, made of {@code AES_ENCRYPTION_SECRET}, which all nodes of a deployment share. */
public final class DerivedKeys {

    private static final String HMAC = "HmacSHA256";

    private DerivedKeys() {}

    /**
     * Keys of 32 bytes, one for each secret in their order, so that they rotate with it.
     *
     * @param secrets one or more, with commas between them
     * @throws IllegalArgumentException where there is none
     */
    public static List<byte[]> of(String secrets, String purpose) {
        var keys = Stream.of(secrets.split(","))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .map(secret -> key(secret, purpose))
                .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("AES_ENCRYPTION_SECRET must hold at least one secret");
        }
        return keys;
    }

    private static byte[] key(String secret, String purpose) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
