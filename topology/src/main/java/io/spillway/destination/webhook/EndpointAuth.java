package io.spillway.destination.webhook;

import io.spillway.destination.http.ClientIdentity;
import io.spillway.destination.http.Grant;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import okhttp3.Credentials;

/** How a delivery proves to its endpoint that it may call: what the credential {@code auth} chooses. */
sealed interface EndpointAuth {

    record None() implements EndpointAuth {}

    /** @param value of the header {@code Authorization} */
    record Authorization(String value) implements EndpointAuth {

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
            case BASIC ->
                new Authorization(Credentials.basic(
                        value(credentials, "username"), value(credentials, "password"), StandardCharsets.UTF_8));
            case BEARER -> new Authorization("Bearer " + value(credentials, "token"));
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

    private static String value(Map<String, String> credentials, String key) {
        return credentials.getOrDefault(key, "");
    }
}
