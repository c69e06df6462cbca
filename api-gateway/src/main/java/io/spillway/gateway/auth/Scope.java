package io.spillway.gateway.auth;

import io.javalin.security.RouteRole;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Among a route's roles: what using it takes; where it names none, that is READ for a GET and MANAGE for the rest. */
public enum Scope implements RouteRole {
    /** To look at everything. */
    READ,
    /** To publish events. */
    PUBLISH,
    /** To change everything but events. */
    MANAGE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
