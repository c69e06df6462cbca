package io.spillway.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with random nonces: what is sealed is nonce (12 bytes), ciphertext and tag (16 bytes). No key may seal
 * more than 2^32 times (NIST SP 800-38D, 8.3). Safe for use by many threads.
 */
public final class AesGcm {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    /** Bytes that nobody can guess, for keys, salts and nonces. */
    public static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Encrypts with a fresh nonce. What was sealed for one context opens for no other. */
    public static byte[] seal(SecretKey key, String context, byte[] clear) {
        var sealed = Arrays.copyOf(random(NONCE_BYTES), NONCE_BYTES + clear.length + TAG_BYTES);
        try {
            var written = cipher(Cipher.ENCRYPT_MODE, key, context, sealed)
                    .doFinal(clear, 0, clear.length, sealed, NONCE_BYTES);
            if (NONCE_BYTES + written != sealed.length) {
                throw new IllegalStateException("AES-GCM adds a tag of 16 bytes");
            }
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Absent where it was not sealed with this key for this context, or was altered or cut short. */
    public static Optional<byte[]> open(SecretKey key, String context, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, context, sealed)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** @param sealed begins with the nonce */
    private static Cipher cipher(int mode, SecretKey key, String context, byte[] sealed)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
