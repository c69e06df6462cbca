package io.spillway.destination.webhook;

import io.spillway.destination.http.ClientIdentity;
import io.spillway.destination.http.Grant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;

/** How a delivery proves to its endpoint that it may call: what the credential {@code auth} chooses. */
sealed interface EndpointAuth {

    record None() implements EndpointAuth {}

    /**
     * The header {@code Authorization}.
     *
     * @param secrets what in it must not be kept where an answer repeats it
     */
    record Authorization(String value, List<String> secrets) implements EndpointAuth {

        /** The value is not shown. */
        @Override
        public String toString() {
            return "Authorization[]";
        }
    }

    /** A bearer token that has to be fetched. */
    record OAuth(Grant grant) implements EndpointAuth {}

    /** A certificate, shown when TLS begins. */
    record Certificate(ClientIdentity identity) implements EndpointAuth {}

    static EndpointAuth of(Map<String, String> credentials) {
        return switch (AuthMode.of(credentials)) {
            case NONE -> new None();
            case BASIC -> basic(value(credentials, "username"), value(credentials, "password"));
            case BEARER -> bearer(value(credentials, "token"));
            case OAUTH2 ->
                new OAuth(new Grant(
                        value(credentials, "token_url"),
                        value(credentials, "client_id"),
                        value(credentials, "client_secret"),
                        value(credentials, "scope")));
            case MTLS ->
                new Certificate(
                        new ClientIdentity(value(credentials, "client_certificate"), value(credentials, "client_key")));
        };
    }

    static Authorization bearer(String token) {
        return new Authorization("Bearer " + token, List.of(token));
    }

    private static Authorization basic(String username, String password) {
        var value = Credentials.basic(username, password, StandardCharsets.UTF_8);
        return new Authorization(value, List.of(password, value.substring("Basic ".length())));
    }

    private static String value(Map<String, String> credentials, String key) {
        return credentials.getOrDefault(key, "");
    }
}
