package io.spillway.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys by which nodes of one deployment know each other, made of the secret that they share. */
public final class NodeKeys {

    private static final String SCHEME = "Bearer ";
    private static final byte[] PURPOSE = "spillway node to node".getBytes(StandardCharsets.UTF_8);

    private final List<String> headers;

    private NodeKeys(List<String> headers) {
        this.headers = headers;
    }

    /** @param secrets {@code AES_ENCRYPTION_SECRET}: the first is shown to others, all are known again, so that it can rotate */
    public static NodeKeys of(String secrets) {
        var headers = Stream.of(secrets.split(","))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .map(secret -> SCHEME + key(secret))
                .toList();
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("AES_ENCRYPTION_SECRET must hold at least one secret");
        }
        return new NodeKeys(headers);
    }

    /** What to send as {@code Authorization}. */
    public String authorization() {
        return headers.getFirst();
    }

    boolean knows(String authorization) {
        var given = authorization.getBytes(StandardCharsets.UTF_8);
        return headers.stream()
                .anyMatch(header -> MessageDigest.isEqual(given, header.getBytes(StandardCharsets.UTF_8)));
    }

    private static String key(String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(PURPOSE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "NodeKeys[" + headers.size() + "]";
    }
}
