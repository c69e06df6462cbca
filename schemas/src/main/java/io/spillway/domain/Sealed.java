package io.spillway.domain;

import java.util.Arrays;

/**
 * A destination's settings (config, credentials, delivery metadata), encrypted with AES-256-GCM.
 *
 * @param keyId names the key, so that keys can rotate
 * @param bytes nonce (12 bytes) followed by ciphertext and tag; bound to tenant and destination
 */
public record Sealed(String keyId, byte[] bytes) {

    /** What is left where settings were erased; nobody can open it. */
    public static final Sealed NOTHING = new Sealed("", new byte[0]);

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed(var theirKey, var theirs)
                && keyId.equals(theirKey)
                && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + keyId + "]";
    }
}
