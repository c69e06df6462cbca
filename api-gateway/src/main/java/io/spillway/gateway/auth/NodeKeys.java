package io.spillway.gateway.auth;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.spillway.gateway.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The keys by which nodes of one deployment know each other, made of the secret that they share. */
public final class NodeKeys {

    private static final String SCHEME = "Bearer ";

    private final List<String> headers;

    private NodeKeys(List<String> headers) {
        this.headers = headers;
    }

    /** @param secrets {@code AES_ENCRYPTION_SECRET}: the first is shown to others, all are known again, so that it can rotate */
    public static NodeKeys of(String secrets) {
        return new NodeKeys(DerivedKeys.of(secrets, "spillway node to node").stream()
                .map(key -> SCHEME + HexFormat.of().formatHex(key))
                .toList());
    }

    /** What to send as {@code Authorization}. */
    public String authorization() {
        return headers.getFirst();
    }

    /** Runs before a matched route, and lets nodes only to those that are for nodes. */
    public void admit(Context ctx) {
        if (ctx.routeRoles().contains(Access.NODE)
                && Optional.ofNullable(ctx.header(Header.AUTHORIZATION))
                        .filter(this::knows)
                        .isEmpty()) {
            throw ApiException.unauthorized();
        }
    }

    private boolean knows(String authorization) {
        var given = authorization.getBytes(StandardCharsets.UTF_8);
        return headers.stream()
                .anyMatch(header -> MessageDigest.isEqual(given, header.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "NodeKeys[" + headers.size() + "]";
    }
}
