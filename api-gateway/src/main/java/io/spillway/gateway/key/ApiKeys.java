package io.spillway.gateway.key;

import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.auth.Credentials;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.setting.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The API keys of this deployment. A key's text is {@code spw_<id>_<secret>}: 16 and 48 hexadecimal digits. */
public final class ApiKeys implements Credentials {

    private static final String ROW = "api-key.";
    private static final Pattern TEXT = Pattern.compile("spw_([0-9a-f]{16})_[0-9a-f]{48}");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 24;
    private static final byte[] NO_HASH = new byte[32];

    private final Settings settings;
    private final Map<String, ApiKey> keys;
    private final Usage usage;
    private final SecureRandom random = new SecureRandom();

    /** A new key, and its text, which is known this once. */
    record Made(ApiKey key, String text) {

        /** The text is not shown. */
        @Override
        public String toString() {
            return "Made[" + key.id() + "]";
        }
    }

    public ApiKeys(Settings settings) {
        this.settings = settings;
        this.keys = settings.table(ROW, ApiKey::read);
        this.usage = new Usage(settings);
    }

    /** An unknown key takes as much work as a known one, so that the time says nothing of which ids there are. */
    @Override
    public Optional<Caller> holder(String credential) {
        var text = TEXT.matcher(credential);
        if (!text.matches()) {
            return Optional.empty();
        }
        var known = Optional.ofNullable(keys.get(text.group(1)));
        var matches = MessageDigest.isEqual(
                sha256(credential), known.map(ApiKey::hash).orElse(NO_HASH));
        if (!settings.complete()) {
            throw ApiException.unavailable("keys are not known yet");
        }
        var now = Instant.now();
        return known.filter(key -> matches && key.isGood(now)).map(key -> {
            usage.note(key.id(), now);
            return new Caller.Key(key.id(), key.grant().tenant(), key.grant().scopes());
        });
    }

    Made make(ApiKey.Grant grant) {
        var id = random(ID_BYTES);
        var text = "spw_" + id + "_" + random(SECRET_BYTES);
        var key = new ApiKey(id, sha256(text), grant, Instant.now());
        settings.put(ROW + id, key.bytes());
        return new Made(key, text);
    }

    /** Those that were not revoked, the oldest first. */
    List<ApiKey> all() {
        return keys.values().stream()
                .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
                .toList();
    }

    Optional<Instant> lastUsed(ApiKey key) {
        return usage.last(key.id());
    }

    /** Every gateway refuses it from the moment that it reads this. */
    void revoke(String id) {
        if (!keys.containsKey(id)) {
            throw ApiException.notFound("api key");
        }
        settings.remove(ROW + id);
        usage.forget(id);
    }

    private String random(int bytes) {
        var made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().formatHex(made);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
