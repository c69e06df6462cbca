package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HttpRules;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsIT {

    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("authority")
            .build();

    private final MockWebServer server = new MockWebServer();
    private final EgressGuard egress = EgressGuard.of("127.0.0.0/8,::1");
    private final HandshakeCertificates trust = new HandshakeCertificates.Builder()
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();
    private final WebhookType type = new WebhookType(
            Samples.webhookForm(),
            Profiles.from(Map.of()),
            new HttpSender(
                    egress,
                    "Spillway/test",
                    HttpRules.STRICT,
                    client -> client.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())),
            egress);

    @AfterEach
    void close() {
        type.close();
        server.close();
    }

    @Test
    void shouldDeliverToATrustedHost() throws IOException, InterruptedException {
        // given
        serve(issued("localhost").build());

        // when
        var outcome = attempt(server.getPort());

        // then
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(server.takeRequest().getBody().utf8()).isEqualTo(Samples.BODY);
    }

    @Test
    void shouldRefuseAnotherHostsCertificate() throws IOException {
        // given
        serve(issued("other.example").build());

        // then
        assertThat(failure(attempt(server.getPort()))).isEqualTo(Failure.TLS);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void shouldRefuseASelfSignedCertificate() throws IOException {
        // given
        serve(new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build());

        // then
        assertThat(failure(attempt(server.getPort()))).isEqualTo(Failure.TLS);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void shouldRefuseAnExpiredCertificate() throws IOException {
        // given
        var past = Instant.parse("2020-01-01T00:00:00Z");
        serve(issued("localhost")
                .validityInterval(
                        past.toEpochMilli(), past.plus(Duration.ofDays(1)).toEpochMilli())
                .build());

        // then
        assertThat(failure(attempt(server.getPort()))).isEqualTo(Failure.TLS);
    }

    @Test
    void shouldReportAPlainEndpointBehindHttps() throws IOException {
        try (var plain = new ServerSocket(0)) {
            // given
            Thread.startVirtualThread(() -> {
                try (var connection = plain.accept()) {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    connection.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the client left
                }
            });

            // then
            assertThat(failure(attempt(plain.getLocalPort()))).isEqualTo(Failure.TLS);
        }
    }

    private void serve(HeldCertificate certificate) throws IOException {
        var own =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        server.useHttps(own.sslSocketFactory());
        server.enqueue(new MockResponse.Builder().code(200).build());
        server.start();
    }

    private static HeldCertificate.Builder issued(String host) {
        return new HeldCertificate.Builder().signedBy(AUTHORITY).addSubjectAlternativeName(host);
    }

    private Outcome attempt(int port) {
        return type.deliver(
                Samples.delivery(),
                new Settings(Map.of("url", "https://localhost:" + port + "/hook"), Map.of(), Map.of()),
                Samples.ATTEMPTING);
    }

    private static Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }
}
