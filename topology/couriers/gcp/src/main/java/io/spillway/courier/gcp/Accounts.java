package io.spillway.courier.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.grpc.CallCredentials;
import io.grpc.auth.MoreCallCredentials;
import io.spillway.destination.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads service accounts. Tokens are signed here, so that nothing is fetched; keys of other kinds name URLs and programs to
 * fetch tokens with, and are refused.
 */
final class Accounts {

    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/pubsub");

    private Accounts() {}

    /** @throws IllegalArgumentException where it is no key of a service account; the message does not quote it */
    static CallCredentials of(Settings settings) {
        var json = settings.credentials().getOrDefault("service_account_json", "");
        try (var in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            var account = (ServiceAccountCredentials) ServiceAccountCredentials.fromStream(in, Accounts::noTransport)
                    .createScoped(SCOPES);
            return MoreCallCredentials.from(account.createWithUseJwtAccessWithScope(true));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a service account's key");
        }
    }

    private static HttpTransport noTransport() {
        throw new IllegalStateException("no token is ever fetched");
    }
}
