package io.spillway.gateway.auth;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Finds out who is asking, and turns away who may not. */
public final class Authenticator {

    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> adminKey;
    private final NodeKeys nodeKeys;

    /** @param adminKey empty: no key is asked for, and everybody is the admin */
    public Authenticator(String adminKey, NodeKeys nodeKeys) {
        this.nodeKeys = nodeKeys;
        this.adminKey = adminKey.isEmpty() ? Optional.empty() : Optional.of(adminKey.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs before a matched route. */
    public void admit(Context ctx) {
        var roles = ctx.routeRoles();
        var authorization = Optional.ofNullable(ctx.header(Header.AUTHORIZATION));
        if (roles.contains(Access.NODE)) {
            if (authorization.filter(nodeKeys::knows).isEmpty()) {
                throw unauthorized();
            }
        } else if (!roles.contains(Access.OPEN)) {
            ctx.attribute(Caller.ATTRIBUTE, caller(authorization));
        }
    }

    private Caller caller(Optional<String> authorization) {
        if (adminKey.isEmpty()) {
            return new Caller.Admin();
        }
        return authorization
                .filter(header -> header.startsWith(SCHEME))
                .map(header -> header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8))
                .filter(token -> MessageDigest.isEqual(token, adminKey.get()))
                .map(token -> new Caller.Admin())
                .orElseThrow(Authenticator::unauthorized);
    }

    private static ApiException unauthorized() {
        return new ApiException(ErrorCode.UNAUTHORIZED, "unauthorized");
    }
}
