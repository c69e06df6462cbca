package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.destination.Attempting;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HttpRules;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an endpoint sees of the credentials that it asks for. */
class AuthIT {

    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    private static final String UNAUTHORIZED = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();

    private final EgressGuard egress = EgressGuard.of("127.0.0.0/8,::1");
    private WebhookType type = type(HttpRules.STRICT);

    @AfterEach
    void close() {
        type.close();
    }

    private WebhookType type(HttpRules rules) {
        return new WebhookType(
                Samples.webhookForm(),
                Profiles.from(Map.of()),
                new HttpSender(
                        egress,
                        "Spillway/test",
                        rules,
                        client -> client.sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager())),
                egress);
    }

    private void followRedirects() {
        type.close();
        type = type(HttpRules.from(Map.of("DESTINATIONS_WEBHOOK_FOLLOW_REDIRECTS", "true")));
    }

    private static String redirect(String location) {
        return "HTTP/1.1 307 Elsewhere\r\nlocation: " + location + "\r\ncontent-length: 0\r\n\r\n";
    }

    @Test
    void shouldSendUserAndPassword() {
        try (var endpoint = RawEndpoint.answering(OK)) {
            // when
            deliver(endpoint.url(), Map.of("auth", "basic", "username", "Aladdin", "password", "open sesame"));

            // then
            assertThat(endpoint.requests().getFirst().header("authorization"))
                    .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        }
    }

    @Test
    void shouldSendATokenThatNoMetadataReplaces() {
        try (var endpoint = RawEndpoint.answering(OK)) {
            // given
            var settings = new Settings(
                    Map.of("url", endpoint.url()),
                    Map.of("auth", "bearer", "token", "t-1"),
                    Map.of("authorization", "forged"));

            // when
            deliver(settings);

            // then
            assertThat(endpoint.requests().getFirst().header("authorization")).isEqualTo("Bearer t-1");
        }
    }

    @Test
    void shouldNotSendATokenToWhereARedirectLeads() {
        // given
        followRedirects();
        try (var end = RawEndpoint.answering(OK);
                var endpoint = RawEndpoint.answering(redirect(end.url()))) {
            // when
            var outcome = deliver(endpoint.url(), Map.of("auth", "bearer", "token", "t-1"));

            // then
            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(endpoint.requests().getFirst().header("authorization")).isEqualTo("Bearer t-1");
            assertThat(end.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.head()).doesNotContain("t-1"));
        }
    }

    @Test
    void shouldNotKeepSecretsThatAnAnswerRepeats() {
        // given
        var echo = "x".repeat(8_180) + " Bearer dontshowme-token and dontshowme-custom";
        try (var endpoint =
                RawEndpoint.answering("HTTP/1.1 401 No\r\nx-echo: Bearer dontshowme-token\r\ncontent-length: "
                        + echo.length() + "\r\n\r\n" + echo)) {
            // when
            var outcome = deliver(new Settings(
                    Map.of("url", endpoint.url(), "custom_headers", "{\"X-Key\":\"dontshowme-custom\"}"),
                    Map.of("auth", "bearer", "token", "dontshowme-token"),
                    Map.of()));

            // then
            assertThat(endpoint.requests().getFirst().header("x-key")).isEqualTo("dontshowme-custom");
            assertThat(outcome.toString())
                    .doesNotContain("dontsh")
                    .contains("x Bearer ***")
                    .contains("\"x-echo\":\"Bearer ***\"");
        }
    }

    @Nested
    class OAuth {

        @Test
        void shouldFetchATokenOnceForAllCalls() {
            try (var tokens = tokens("a/b+c", 3_600);
                    var endpoint = RawEndpoint.answering(OK);
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                // when
                for (var i = 0; i < 20; i++) {
                    threads.execute(() -> deliver(endpoint.url(), oauth(tokens)));
                }

                // then
                await().until(() -> endpoint.requests().size() == 20);
                assertThat(endpoint.requests())
                        .allSatisfy(request ->
                                assertThat(request.header("authorization")).isEqualTo("Bearer a/b+c"));
                assertThat(tokens.requests()).hasSize(1);
                assertThat(tokens.requests().getFirst().body())
                        .isEqualTo("grant_type=client_credentials&scope=hooks%3Asend");
                assertThat(tokens.requests().getFirst().header("authorization"))
                        .isEqualTo("Basic Y2xpZW50OmRvbnRzaG93bWU=");
            }
        }

        @Test
        void shouldFetchAnotherForTheNextAttemptWhereOneIsRefused() {
            // given
            var attempts = new AtomicInteger();
            try (var tokens = tokens("t", 3_600);
                    var endpoint = RawEndpoint.playing(
                            out -> RawEndpoint.write(out, tokens.requests().size() > 1 ? OK : UNAUTHORIZED))) {
                // when
                await().until(() -> {
                    attempts.incrementAndGet();
                    return deliver(endpoint.url(), oauth(tokens)) instanceof Outcome.Delivered;
                });

                // then
                assertThat(attempts).hasValueGreaterThan(1);
                assertThat(endpoint.requests()).hasSize(attempts.get());
                assertThat(tokens.requests()).hasSize(2);
            }
        }

        @Test
        void shouldFetchAnotherWhereOneExpires() {
            try (var tokens = tokens("short", 1);
                    var endpoint = RawEndpoint.answering(OK)) {
                // when
                deliver(endpoint.url(), oauth(tokens));

                // then
                await().until(() -> {
                    deliver(endpoint.url(), oauth(tokens));
                    return tokens.requests().size() == 2;
                });
            }
        }

        @Test
        void shouldFailWithoutARequestWhereThereIsNoToken() {
            for (var answer : new String[] {
                UNAUTHORIZED,
                json("{}"),
                json("no json"),
                json("{\"access_token\":\"a\\r\\nInjected: b\"}"),
                "HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n"
            }) {
                try (var tokens = RawEndpoint.answering(answer);
                        var endpoint = RawEndpoint.answering(OK)) {
                    // when
                    var outcome = (Outcome.Failed) deliver(endpoint.url(), oauth(tokens));

                    // then
                    assertThat(outcome.failure()).isEqualTo(Failure.PROVIDER);
                    assertThat(outcome.message()).startsWith("no token: ").doesNotContain("dontshowme");
                    assertThat(endpoint.requests()).isEmpty();
                    assertThat(tokens.requests()).hasSize(1);
                }
            }
        }

        @Test
        void shouldNotFetchFromWhereATokenEndpointLeads() {
            // given
            followRedirects();
            try (var other = tokens("t", 3_600);
                    var tokens = RawEndpoint.answering(redirect(other.url()));
                    var endpoint = RawEndpoint.answering(OK)) {
                // when
                var outcome = (Outcome.Failed) deliver(endpoint.url(), oauth(tokens));

                // then
                assertThat(outcome.message()).isEqualTo("no token: the token endpoint answered 307");
                assertThat(other.requests()).isEmpty();
                assertThat(endpoint.requests()).isEmpty();
            }
        }

        @Test
        void shouldEndInTimeWhereTheTokenEndpointHangs() throws Exception {
            Samples.endsInTime(() -> {
                try (var tokens = RawEndpoint.playing(out -> RawEndpoint.silence());
                        var endpoint = RawEndpoint.answering(OK)) {
                    // given
                    var settings = new Settings(Map.of("url", endpoint.url()), oauth(tokens), Map.of());

                    // when
                    var ended = Samples.Ended.of(
                            new Attempting(Samples.AT, Duration.ofSeconds(2)),
                            it -> type.deliver(Samples.delivery(), settings, it));

                    // then
                    assertThat(((Outcome.Failed) ended.outcome()).failure()).isEqualTo(Failure.TIMEOUT);
                    assertThat(endpoint.requests()).isEmpty();
                    return ended.over();
                }
            });
        }

        @Test
        void shouldNotFetchFromAForbiddenAddress() {
            try (var tokens = tokens("t", 3_600);
                    var endpoint = RawEndpoint.answering(OK);
                    var guarded = guarded("127.0.0.1/32@" + port(endpoint.url()))) {
                // when
                var outcome = (Outcome.Failed) guarded.deliver(
                        Samples.delivery(),
                        new Settings(Map.of("url", endpoint.url()), oauth(tokens), Map.of()),
                        Samples.ATTEMPTING);

                // then
                assertThat(outcome.failure()).isEqualTo(Failure.BLOCKED);
                assertThat(tokens.requests()).isEmpty();
                assertThat(endpoint.requests()).isEmpty();
            }
        }

        private static RawEndpoint tokens(String token, int life) {
            return RawEndpoint.answering(
                    json("{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + life + "}"));
        }

        private static String json(String body) {
            return "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
        }

        private static Map<String, String> oauth(RawEndpoint tokens) {
            return Map.of(
                    "auth",
                    "oauth2",
                    "client_id",
                    "client",
                    "client_secret",
                    "dontshowme",
                    "token_url",
                    tokens.url(),
                    "scope",
                    "hooks:send");
        }

        private static WebhookType guarded(String allow) {
            var egress = EgressGuard.of(allow);
            return new WebhookType(
                    Samples.webhookForm(),
                    Profiles.from(Map.of()),
                    new HttpSender(egress, "test", HttpRules.STRICT, client -> client),
                    egress);
        }

        private static int port(String url) {
            return Integer.parseInt(url.replaceFirst("http://[^:]*:([0-9]+)/.*", "$1"));
        }
    }

    @Nested
    class MutualTls {

        private final MockWebServer server = new MockWebServer();

        @AfterEach
        void stop() {
            server.close();
        }

        @Test
        void shouldShowItsCertificate() throws IOException, InterruptedException {
            for (var client : new HeldCertificate[] {
                issued("client").build(), issued("client").rsa2048().build()
            }) {
                // given
                serve();

                // when
                var outcome = deliver(url(), certificate(client));

                // then
                assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
                assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
                        .contains("client");
            }
        }

        @Test
        void shouldNotBeLetInWithoutOneNorWithOneOfSomebodyElse() throws IOException {
            // given
            serve();

            // then
            assertThat(((Outcome.Failed) deliver(url(), Map.of())).failure()).isIn(Failure.TLS, Failure.RESET);
            assertThat(((Outcome.Failed) deliver(url(), certificate(new HeldCertificate.Builder().build()))).failure())
                    .isIn(Failure.TLS, Failure.RESET);
            assertThat(server.getRequestCount()).isZero();
        }

        @Test
        void shouldNotShareConnectionsBetweenIdentities() throws IOException, InterruptedException {
            // given
            serve();
            serveMore();

            // when
            deliver(url(), certificate(issued("one").build()));
            deliver(url(), certificate(issued("two").build()));

            // then
            assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
                    .contains("one");
            assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
                    .contains("two");
        }

        @Test
        void shouldNotShowItToWhereARedirectLeads() throws IOException {
            // given
            followRedirects();
            try (var other = new MockWebServer()) {
                other.useHttps(own().sslSocketFactory());
                other.requestClientAuth();
                other.enqueue(new MockResponse.Builder().code(200).build());
                other.start(InetAddress.getByName("127.0.0.1"), 0);
                server.enqueue(new MockResponse.Builder()
                        .code(307)
                        .setHeader("location", "https://localhost:" + other.getPort() + "/hook")
                        .build());
                serve();

                // when
                var shown = deliver(url(), certificate(issued("client").build()));

                // then
                assertThat(((Outcome.Failed) shown).code()).isEqualTo("307");
                assertThat(server.getRequestCount()).isEqualTo(1);
                assertThat(other.getRequestCount()).isZero();
            }
        }

        private static HandshakeCertificates own() {
            return new HandshakeCertificates.Builder()
                    .heldCertificate(issued("server")
                            .addSubjectAlternativeName("localhost")
                            .build())
                    .addTrustedCertificate(AUTHORITY.certificate())
                    .build();
        }

        private void serve() throws IOException {
            if (server.getStarted()) {
                serveMore();
                return;
            }
            server.useHttps(own().sslSocketFactory());
            server.requireClientAuth();
            serveMore();
            server.start(InetAddress.getByName("127.0.0.1"), 0);
        }

        private void serveMore() {
            server.enqueue(new MockResponse.Builder().code(200).build());
        }

        private String url() {
            return "https://localhost:" + server.getPort() + "/hook";
        }

        private static HeldCertificate.Builder issued(String name) {
            return new HeldCertificate.Builder().signedBy(AUTHORITY).commonName(name);
        }

        private static Map<String, String> certificate(HeldCertificate client) {
            return Map.of(
                    "auth",
                    "mtls",
                    "client_certificate",
                    client.certificatePem(),
                    "client_key",
                    client.privateKeyPkcs8Pem());
        }
    }

    private Outcome deliver(String url, Map<String, String> credentials) {
        var all = new HashMap<>(credentials);
        all.put("secret", "s");
        return deliver(new Settings(Map.of("url", url), all, Map.of()));
    }

    private Outcome deliver(Settings settings) {
        return type.deliver(Samples.delivery(), settings, Samples.ATTEMPTING);
    }
}
