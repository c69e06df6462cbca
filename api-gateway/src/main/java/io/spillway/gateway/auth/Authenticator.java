package io.spillway.gateway.auth;

import io.spillway.gateway.http.ApiException;
import java.util.List;
import java.util.Optional;

/** Finds out who is asking, by the header {@code Authorization: Bearer …}. */
public sealed interface Authenticator {

    /** Refuses who cannot be told with 401, always in the same words. */
    Caller caller(Optional<String> authorization);

    /** Everybody is the admin, whatever they show. */
    record Nobody() implements Authenticator {

        @Override
        public Caller caller(Optional<String> authorization) {
            return new Caller.Admin();
        }
    }

    /** Whoever holds a credential of one of these kinds; they are asked in this order. */
    record Bearer(List<Credentials> kinds) implements Authenticator {

        private static final String SCHEME = "Bearer ";

        public Bearer {
            kinds = List.copyOf(kinds);
        }

        @Override
        public Caller caller(Optional<String> authorization) {
            return authorization
                    .filter(header -> header.startsWith(SCHEME))
                    .map(header -> header.substring(SCHEME.length()))
                    .flatMap(this::holder)
                    .orElseThrow(ApiException::unauthorized);
        }

        private Optional<Caller> holder(String credential) {
            return kinds.stream()
                    .flatMap(kind -> kind.holder(credential).stream())
                    .findFirst();
        }
    }
}
