package io.spillway.payload;

import io.spillway.domain.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that data of one tenant's events are encrypted with, by AES-256-GCM.
 *
 * @param id by which what is encrypted names it: 32 hexadecimal digits
 */
public record PayloadKey(String id, TenantId tenant, SecretKeySpec secret) {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static PayloadKey random(TenantId tenant) {
        return new PayloadKey(
                HexFormat.of().formatHex(random(ID_BYTES)), tenant, new SecretKeySpec(random(KEY_BYTES), "AES"));
    }

    /** The data in an envelope, which is a JSON object as the data are. */
    public byte[] seal(byte[] data) {
        var nonce = random(NONCE_BYTES);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(data);
            var content = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return new Envelope(id, content).bytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Absent where it was not sealed with this key, or was altered. */
    Optional<byte[]> open(Envelope envelope) {
        var content = envelope.content();
        if (content.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            // The first bytes are the nonce.
            var cipher = cipher(Cipher.DECRYPT_MODE, content);
            return Optional.of(cipher.doFinal(content, NONCE_BYTES, content.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD((id + "\0" + tenant.value()).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PayloadKey[" + id + " of " + tenant + "]";
    }
}
