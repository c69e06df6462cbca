package io.spillway.destination.azure;

import io.spillway.destination.Hmac;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Shared access signatures, as "Service Bus access control with Shared Access Signatures" describes them. */
final class SharedAccess {

    private static final Duration VALID = Duration.ofMinutes(15);

    private SharedAccess() {}

    /** The value of the header {@code Authorization}: made of the policy's key, or the signature that the string brings. */
    static Optional<String> token(ConnectionString connection, HttpUrl entity, Instant at) {
        var made = connection
                .part("sharedaccesskeyname")
                .flatMap(name -> connection
                        .part("sharedaccesskey")
                        .map(key -> signed(name, key, entity, at.plus(VALID).getEpochSecond())));
        return made.or(() -> connection.part("sharedaccesssignature").filter(SharedAccess::isPrintable));
    }

    private static boolean isPrintable(String signature) {
        return signature.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static String signed(String name, String key, HttpUrl entity, long expiry) {
        var resource = encoded(entity.toString());
        var signature = Base64.getEncoder()
                .encodeToString(Hmac.sha256(
                        key.getBytes(StandardCharsets.UTF_8),
                        (resource + "\n" + expiry).getBytes(StandardCharsets.UTF_8)));
        return "SharedAccessSignature sr=" + resource + "&sig=" + encoded(signature) + "&se=" + expiry + "&skn="
                + encoded(name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
