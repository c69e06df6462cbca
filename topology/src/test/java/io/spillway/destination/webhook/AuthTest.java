package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Change;
import io.spillway.destination.DestinationType;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Prepared;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of a webhook's credentials beside its signing secrets. */
class AuthTest {

    private static final HeldCertificate CLIENT = new HeldCertificate.Builder().build();

    private final DestinationType type =
            new WebhookPlugin().start(new Surroundings(Map.of(), EgressGuard.of(""), "Spillway/test"));

    @AfterEach
    void close() {
        type.close();
    }

    @Test
    void shouldAskForWhatEachWordNeeds() {
        assertThat(problems("auth", "none")).isEmpty();
        assertThat(problems("auth", "digest")).containsExactly("credentials.auth failed invalid validation");
        assertThat(problems("auth", "basic"))
                .containsExactly("credentials.username is required", "credentials.password is required");
        assertThat(problems("auth", "basic", "username", "a:b", "password", "p"))
                .containsExactly("credentials.username failed pattern validation");
        assertThat(problems("auth", "bearer")).containsExactly("credentials.token is required");
        assertThat(problems("auth", "bearer", "token", "a b"))
                .containsExactly("credentials.token failed pattern validation");
        assertThat(problems("auth", "oauth2"))
                .containsExactly(
                        "credentials.client_id is required",
                        "credentials.client_secret is required",
                        "credentials.token_url is required");
        assertThat(problems("auth", "mtls"))
                .containsExactly("credentials.client_certificate is required", "credentials.client_key is required");
        assertThat(problems("token", "t")).containsExactly("credentials.auth is required");
    }

    @Test
    void shouldObjectToATokenUrlThatMustNotBeReached() {
        assertThat(problems(
                        "auth",
                        "oauth2",
                        "client_id",
                        "i",
                        "client_secret",
                        "s",
                        "token_url",
                        "http://169.254.169.254/"))
                .containsExactly("credentials.token_url must not point to an address that deliveries cannot reach");
    }

    @Test
    void shouldCheckThatCertificateAndKeyBelongTogether() {
        // given
        var other = new HeldCertificate.Builder().rsa2048().build();

        // then
        assertThat(problems(
                        "auth",
                        "mtls",
                        "client_certificate",
                        CLIENT.certificatePem(),
                        "client_key",
                        CLIENT.privateKeyPkcs8Pem()))
                .isEmpty();
        assertThat(problems(
                        "auth",
                        "mtls",
                        "client_certificate",
                        other.certificatePem(),
                        "client_key",
                        other.privateKeyPkcs8Pem()))
                .isEmpty();
        assertThat(problems(
                        "auth",
                        "mtls",
                        "client_certificate",
                        CLIENT.certificatePem(),
                        "client_key",
                        other.privateKeyPkcs8Pem()))
                .containsExactly("credentials.client_key failed invalid validation");
        assertThat(problems(
                        "auth",
                        "mtls",
                        "client_certificate",
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                        "client_key",
                        CLIENT.privateKeyPkcs8Pem()))
                .containsExactly("credentials.client_certificate failed pattern validation");
    }

    @Test
    void shouldAskForTlsWhereACertificateIsShown() {
        // given
        var settings = new Settings(
                Map.of("url", "http://example.com/"),
                Map.of(
                        "auth",
                        "mtls",
                        "client_certificate",
                        CLIENT.certificatePem(),
                        "client_key",
                        CLIENT.privateKeyPkcs8Pem()),
                Map.of());

        // then
        assertThat(type.problems(settings)).containsExactly("config.url failed pattern validation");
    }

    @Test
    void shouldRefuseAHeaderThatItFillsItself() {
        // given
        var config = Map.of("url", "https://example.com/", "custom_headers", "{\"authorization\":\"mine\"}");

        // then
        assertThat(type.problems(new Settings(config, Map.of("auth", "bearer", "token", "t"), Map.of())))
                .containsExactly("config.custom_headers.authorization is forbidden");
        assertThat(type.problems(new Settings(config, Map.of("auth", "none"), Map.of())))
                .isEmpty();
    }

    @Test
    void shouldKeepWhatTheWordNeedsOnly() {
        // given
        var basic = Map.of("auth", "basic", "username", "u", "password", "p");
        var stored = prepared(Optional.empty(), basic);

        // when
        var wanted = new HashMap<>(stored);
        wanted.putAll(Map.of("auth", "bearer", "token", "t"));
        var changed = prepared(Optional.of(settings(stored)), wanted);

        // then
        assertThat(stored).containsAllEntriesOf(basic).containsKey("secret").hasSize(4);
        assertThat(changed).isEqualTo(Map.of("auth", "bearer", "token", "t", "secret", stored.get("secret")));
    }

    @Test
    void shouldMaskSecrets() {
        // given
        var credentials = Map.of(
                "secret",
                "whsec_shown",
                "auth",
                "oauth2",
                "client_id",
                "id",
                "client_secret",
                "dontshowme",
                "token_url",
                "https://example.com/token");

        // when
        var shown = type.shown(settings(credentials), Samples.AT).credentials();

        // then
        assertThat(shown)
                .containsEntry("secret", "whsec_shown")
                .containsEntry("client_id", "id")
                .containsEntry("client_secret", "dont******");
        assertThat(EndpointAuth.of(credentials)).hasToString("OAuth[grant=Grant[id]]");
        assertThat(EndpointAuth.of(Map.of("auth", "bearer", "token", "dontshowme"))
                        .toString())
                .doesNotContain("dontshowme");
    }

    private List<String> problems(String... credentials) {
        var map = new HashMap<String, String>();
        for (var i = 0; i < credentials.length; i += 2) {
            map.put(credentials[i], credentials[i + 1]);
        }
        return type.problems(settings(map));
    }

    private Map<String, String> prepared(Optional<Settings> before, Map<String, String> wanted) {
        var prepared = type.prepare(new Change(before, settings(wanted), false, Samples.AT, new Random(1)));
        assertThat(prepared).isInstanceOf(Prepared.Ready.class);
        return ((Prepared.Ready) prepared).settings().credentials();
    }

    private static Settings settings(Map<String, String> credentials) {
        return new Settings(Map.of("url", "https://example.com/"), credentials, Map.of());
    }
}
