package io.spillway.gateway.auth;

import io.javalin.http.Context;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import java.util.Optional;
import java.util.Set;

/** Who is asking. */
public sealed interface Caller {

    String ATTRIBUTE = "caller";

    /** Whoever runs Spillway: holds the admin key, or nobody needs one. */
    record Admin() implements Caller {

        @Override
        public Optional<TenantId> tenant() {
            return Optional.empty();
        }

        @Override
        public boolean may(Scope scope) {
            return true;
        }

        @Override
        public Optional<String> key() {
            return Optional.of("admin");
        }

        @Override
        public String toString() {
            return "admin";
        }
    }

    /**
     * The holder of an API key.
     *
     * @param of the key's tenant; absent: all
     */
    record Key(String id, Optional<TenantId> of, Set<Scope> scopes) implements Caller {

        public Key {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public Optional<TenantId> tenant() {
            return of;
        }

        @Override
        public boolean may(Scope scope) {
            return scopes.contains(scope);
        }

        @Override
        public Optional<String> key() {
            return Optional.of(id);
        }

        @Override
        public String toString() {
            return "key:" + id;
        }
    }

    /**
     * The holder of a token.
     *
     * @param issuer who vouches for the holder
     */
    record Holder(TenantId of, Set<Scope> scopes, String issuer) implements Caller {

        public Holder {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(of);
        }

        @Override
        public boolean may(Scope scope) {
            return scopes.contains(scope);
        }

        @Override
        public Optional<String> key() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "token:" + issuer;
        }
    }

    /** Who asks, once that is known. */
    static Optional<Caller> in(Context ctx) {
        return Optional.<Object>ofNullable(ctx.attribute(ATTRIBUTE)).map(Caller.class::cast);
    }

    /** Who asks for what is not open to everybody. As text, a caller is {@code admin}, {@code key:<id>} or {@code token:<issuer>}. */
    static Caller of(Context ctx) {
        return in(ctx).orElseThrow(
                        () -> new IllegalStateException("only a route that is open to everybody has no caller"));
    }

    /** The only tenant that the caller may ask about; absent: all. */
    Optional<TenantId> tenant();

    /** The name of the key that the caller holds; who holds a token holds none. */
    Optional<String> key();

    boolean may(Scope scope);

    /** Whether the caller acts for whoever runs Spillway, not for a tenant. */
    default boolean isAdmin() {
        return tenant().isEmpty();
    }

    /** Refuses a tenant that a request names in its body and that the caller may not ask about. */
    default void requireReach(TenantId named) {
        if (tenant().filter(own -> !own.equals(named)).isPresent()) {
            throw ApiException.forbidden();
        }
    }
}
