package io.spillway.gateway.token;

import io.spillway.gateway.auth.Scope;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the holder of a token may do within its tenant. */
enum Role {
    /** To look only. */
    VIEWER(Set.of(Scope.READ)),
    /** To look and to change. */
    MANAGER(Set.of(Scope.READ, Scope.MANAGE));

    private final Set<Scope> scopes;

    Role(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    Set<Scope> scopes() {
        return scopes;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
