package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.ConnectionPool;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries over HTTP/2, where the operator wants it and the endpoint takes it. */
class Http2IT {

    private static final HeldCertificate OWN =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
            .addTrustedCertificate(OWN.certificate())
            .build();
    private static final Attempting BRIEF = new Attempting(Samples.AT, Duration.ofSeconds(2));
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;

    private MockWebServer server = new MockWebServer();
    private final EgressGuard egress = EgressGuard.of("127.0.0.0/8");
    private final WebhookType type = type(HttpRules.from(Map.of("DESTINATIONS_WEBHOOK_HTTP2", "true")));

    @AfterEach
    void close() {
        type.close();
        server.close();
    }

    @Test
    void shouldShareAConnection() throws IOException, InterruptedException {
        // given
        serve(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.enqueue(answer().build());
        server.enqueue(answer().build());

        // when
        var outcomes = List.of(deliver(type), deliver(type));

        // then
        var first = server.takeRequest();
        assertThat(outcomes).allMatch(Outcome.Delivered.class::isInstance);
        assertThat(first.getRequestLine()).isEqualTo("POST /hook HTTP/2");
        assertThat(first.getBody().utf8()).isEqualTo(Samples.BODY);
        assertThat(server.takeRequest().getConnectionIndex()).isEqualTo(first.getConnectionIndex());
        assertThat(outcomes.getFirst().timings().tls()).isPresent();
        assertThat(outcomes.getFirst().timings().firstByte()).isPresent();
    }

    @Test
    void shouldSpeakHttp1WhereTheEndpointDoesNot() throws IOException, InterruptedException {
        // given
        serve(List.of(Protocol.HTTP_1_1));
        server.enqueue(answer().build());

        // then
        assertThat(deliver(type)).isInstanceOf(Outcome.Delivered.class);
        assertThat(server.takeRequest().getRequestLine()).endsWith("HTTP/1.1");
    }

    @Test
    void shouldSpeakHttp1UnlessTold() throws IOException, InterruptedException {
        // given
        serve(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.enqueue(answer().build());

        try (var usual = type(HttpRules.STRICT)) {
            // then
            assertThat(deliver(usual)).isInstanceOf(Outcome.Delivered.class);
            assertThat(server.takeRequest().getRequestLine()).endsWith("HTTP/1.1");
        }
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                ends("refuses the stream", answer().onRequestStart(closing(REFUSED_STREAM))),
                ends("asks for calm", answer().onRequestStart(closing(ENHANCE_YOUR_CALM))),
                ends("resets before it answers", answer().onResponseStart(closing(REFUSED_STREAM))),
                ends("resets inside its answer", answer().onResponseBody(closing(NO_ERROR))),
                ends("closes the connection", answer().onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)),
                arguments("says nothing", BRIEF, answer().onResponseStart(SocketEffect.Stall.INSTANCE)),
                ends("503 with Retry-After 0", answer().code(503).addHeader("retry-after", "0")),
                ends("408", answer().code(408)),
                ends("421", answer().code(421)),
                ends("large headers", answer().addHeader("x-big", "z".repeat(1_000_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldMakeOneRequestOfOneAttempt(String name, Attempting attempting, MockResponse.Builder response)
            throws Exception {
        Samples.endsInTime(() -> {
            // given
            server.close();
            server = new MockWebServer();
            serve(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
            server.enqueue(answer().build());
            server.enqueue(response.build());
            server.enqueue(answer().build());
            deliver(type);

            // when
            var ended = Samples.Ended.of(attempting, it -> deliver(type, it));

            // then
            if (ended.outcome() instanceof Outcome.Failed failed) {
                assertThat(failed.failure())
                        .isIn(Set.of(
                                Failure.RESET, Failure.TIMEOUT, Failure.STATUS, Failure.TOO_LARGE, Failure.PROTOCOL));
            }
            assertThat(server.getRequestCount()).isLessThanOrEqualTo(2);
            return ended.over();
        });
    }

    private static Arguments ends(String name, MockResponse.Builder response) {
        return arguments(name, Samples.ATTEMPTING, response);
    }

    private static MockResponse.Builder answer() {
        return new MockResponse.Builder().code(200).body("ok");
    }

    private static SocketEffect closing(int code) {
        return new SocketEffect.CloseStream(code);
    }

    private void serve(List<Protocol> protocols) throws IOException {
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(OWN).build().sslSocketFactory());
        server.setProtocols(protocols);
        server.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    private WebhookType type(HttpRules rules) {
        return new WebhookType(
                Samples.webhookForm(),
                Profiles.from(Map.of()),
                new HttpSender(
                        egress,
                        "Spillway/test",
                        rules,
                        client -> client.sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager())
                                // On a slow machine, a second request comes later than connections are kept for.
                                .connectionPool(new ConnectionPool(1, 10, TimeUnit.MINUTES))),
                egress);
    }

    private Outcome deliver(WebhookType by) {
        return deliver(by, Samples.ATTEMPTING);
    }

    private Outcome deliver(WebhookType by, Attempting attempting) {
        return by.deliver(
                Samples.delivery(),
                new Settings(
                        Map.of("url", "https://localhost:" + server.getPort() + "/hook"),
                        Map.of("secret", "s"),
                        Map.of()),
                attempting);
    }
}
