package io.spillway.gateway.token;

import io.spillway.gateway.auth.Scope;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the holder of a token may do within its tenant. */
enum Role {
    /** To look only. */
    VIEWER,
    /** To look and to change. */
    MANAGER,
    /** The same, and to publish where that is open to tokens: by the routes of other systems only. */
    OWNER;

    Set<Scope> scopes() {
        return switch (this) {
            case VIEWER -> Set.of(Scope.READ);
            case MANAGER -> Set.of(Scope.READ, Scope.MANAGE);
            case OWNER -> Set.of(Scope.READ, Scope.MANAGE, Scope.PUBLISH);
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
