package io.spillway.gateway.auth;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do. Among a route's roles: what using it takes; where it names none, that is READ for a GET and MANAGE for the rest. */
public enum Scope implements RouteRole {
    /** To look at everything. */
    READ,
    /** To publish events. */
    PUBLISH,
    /** To change everything but events. */
    MANAGE;

    /** What using the route of a request takes. */
    public static Set<Scope> taken(Context ctx) {
        var named = ctx.routeRoles().stream()
                .filter(Scope.class::isInstance)
                .map((RouteRole role) -> (Scope) role)
                .collect(Collectors.toUnmodifiableSet());
        if (!named.isEmpty()) {
            return named;
        }
        return switch (ctx.method().name()) {
            case "GET", "HEAD" -> Set.of(READ);
            default -> Set.of(MANAGE);
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
