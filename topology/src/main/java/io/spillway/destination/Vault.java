package io.spillway.destination;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.crypto.AesGcm;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Sealed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals settings, and other secrets, with AES-256-GCM and opens them again.
 *
 * <p>Its keys come from a comma-separated list of secrets, each hashed with SHA-256: the first seals, all of them open, so
 * that a new secret is put in front and an old one removed when nothing is sealed with it any more. What is sealed for one
 * destination of one tenant opens for no other. Safe for use by many threads.
 */
public final class Vault {

    private static final int KEY_ID_BYTES = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Map<String, String>>> SHAPE = new TypeReference<>() {};

    private final Map<String, SecretKeySpec> keys;
    private final String sealing;

    private Vault(Map<String, SecretKeySpec> keys, String sealing) {
        this.keys = keys;
        this.sealing = sealing;
    }

    /**
     * A vault over {@code AES_ENCRYPTION_SECRET}.
     *
     * @param secrets one or more secrets with commas between them; spaces around each are ignored
     * @throws IllegalArgumentException where there is none
     */
    public static Vault of(String secrets) {
        var keys = new LinkedHashMap<String, SecretKeySpec>();
        Stream.of(secrets.split(","))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .forEach(secret -> {
                    var key = sha256(secret.getBytes(StandardCharsets.UTF_8));
                    keys.put(idOf(key), new SecretKeySpec(key, "AES"));
                });
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("AES_ENCRYPTION_SECRET must hold at least one secret");
        }
        return new Vault(keys, keys.keySet().iterator().next());
    }

    /** Encrypts with the first key and a fresh random nonce, so that no two results are alike. */
    public Sealed seal(DestinationKey owner, Settings settings) {
        return seal(context(owner), write(settings));
    }

    /**
     * Encrypts a secret that belongs to no destination.
     *
     * @param context what it is, without a zero character: it opens for nothing else
     */
    public Sealed seal(String context, byte[] secret) {
        var key = Objects.requireNonNull(keys.get(sealing));
        return new Sealed(sealing, AesGcm.seal(key, context, secret));
    }

    /** Decrypts; anything but the genuine settings of this owner under a known key is {@link Opened.Unreadable}. */
    public Opened open(DestinationKey owner, Sealed sealed) {
        var key = keys.get(sealed.keyId());
        if (key == null) {
            return new Opened.Unreadable(
                    "settings are encrypted with key " + sealed.keyId() + ", which is not configured");
        }
        return AesGcm.open(key, context(owner), sealed.bytes())
                .map(Vault::read)
                .orElseGet(() -> new Opened.Unreadable(
                        "encrypted settings do not belong to this destination, or were altered or cut short"));
    }

    /** What {@link #seal(String, byte[])} sealed; absent where it is not that, was altered, or its key is not configured. */
    public Optional<byte[]> open(String context, Sealed sealed) {
        return Optional.ofNullable(keys.get(sealed.keyId())).flatMap(key -> AesGcm.open(key, context, sealed.bytes()));
    }

    /** Whether the first key sealed this, or it should be sealed again. */
    public boolean isCurrent(Sealed sealed) {
        return sealed.keyId().equals(sealing);
    }

    /** Whether there are secrets that open and do not seal. */
    public boolean rotates() {
        return keys.size() > 1;
    }

    @Override
    public String toString() {
        return "Vault" + keys.keySet();
    }

    private static String context(DestinationKey owner) {
        return owner.tenant().value() + '\0' + owner.destination().value();
    }

    private static byte[] write(Settings settings) {
        try {
            return JSON.writeValueAsBytes(Map.of(
                    "config", settings.config(),
                    "credentials", settings.credentials(),
                    "delivery_metadata", settings.deliveryMetadata()));
        } catch (JacksonException e) {
            throw new IllegalStateException("maps of text are always JSON", e);
        }
    }

    private static Opened read(byte[] json) {
        try {
            var parts = JSON.readValue(json, SHAPE);
            return new Opened.Readable(new Settings(
                    parts.getOrDefault("config", Map.of()),
                    parts.getOrDefault("credentials", Map.of()),
                    parts.getOrDefault("delivery_metadata", Map.of())));
        } catch (IOException e) {
            return new Opened.Unreadable("encrypted settings have an unknown form");
        }
    }

    private static String idOf(byte[] key) {
        return HexFormat.of().formatHex(sha256(key), 0, KEY_ID_BYTES);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
