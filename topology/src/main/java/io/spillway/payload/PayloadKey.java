package io.spillway.payload;

import io.spillway.crypto.AesGcm;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that data of one tenant's events are encrypted with: each by AES-256-GCM with a key of its own, which follows
 * from this one and a random salt by HKDF-Expand (RFC 5869).
 *
 * @param id by which what is encrypted names it: 32 hexadecimal digits
 * @param secret 32 random bytes, which HKDF need not extract
 */
public record PayloadKey(String id, TenantId tenant, SecretKeySpec secret) {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final int SALT_BYTES = 16;

    /** A new one. */
    public static PayloadKey random(TenantId tenant) {
        return new PayloadKey(
                HexFormat.of().formatHex(AesGcm.random(ID_BYTES)),
                tenant,
                new SecretKeySpec(AesGcm.random(KEY_BYTES), "AES"));
    }

    /** The data in an envelope, which is a JSON object as the data are. */
    public byte[] seal(byte[] data) {
        var salt = AesGcm.random(SALT_BYTES);
        var sealed = AesGcm.seal(derived(salt), context(), data);
        return new Envelope(id, joined(salt, sealed)).bytes();
    }

    /** Absent where it was not sealed with this key, or was altered. */
    Optional<byte[]> open(Envelope envelope) {
        var content = envelope.content();
        if (content.length < SALT_BYTES) {
            return Optional.empty();
        }
        var salt = Arrays.copyOf(content, SALT_BYTES);
        return AesGcm.open(derived(salt), context(), Arrays.copyOfRange(content, SALT_BYTES, content.length));
    }

    private SecretKey derived(byte[] salt) {
        var info = joined(context().getBytes(StandardCharsets.UTF_8), salt);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey("AES", HKDFParameterSpec.expandOnly(secret, info, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HKDF", e);
        }
    }

    private String context() {
        return id + "\0" + tenant.value();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PayloadKey[" + id + " of " + tenant + "]";
    }
}
