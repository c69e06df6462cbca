package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationType;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import io.spillway.domain.Timings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a well-behaved endpoint sees. */
class WebhookIT {

    private final MockWebServer server = new MockWebServer();
    private final EgressGuard egress = EgressGuard.of("127.0.0.0/8,::1");
    private DestinationType type = started(Map.of());

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        type.close();
        server.close();
    }

    @Test
    void shouldPostTheExactBytesAsJson() throws InterruptedException {
        // when
        var request = received(Map.of("secret", "relay-test-secret-01"), Map.of("name", "Zoë"));

        // then
        assertThat(request.getRequestLine()).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(request.getBody().utf8()).isEqualTo(Samples.BODY);
        assertThat(request.getHeaders().get("content-type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("user-agent")).isEqualTo("Spillway/test");
        assertThat(request.getHeaders().get("accept-encoding")).isEqualTo("identity");
        assertThat(request.getHeaders().get("x-outpost-signature"))
                .isEqualTo("v0=32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa");
        assertThat(request.getHeaders().get("x-own")).isEqualTo("own");
        assertThat(request.getHeaders().get("spillway-delivery"))
                .isEqualTo(Samples.delivery().id().value());
    }

    @Test
    void shouldSignWithBothSecretsUntilThePreviousEnds() throws InterruptedException {
        // given
        var credentials = Map.of(
                "secret",
                "new",
                "previous_secret",
                "relay-test-secret-01",
                "previous_secret_invalid_at",
                "2026-01-01T00:00:01Z");
        var ended = new HashMap<>(credentials);
        ended.put("previous_secret_invalid_at", "2025-12-31T23:59:59Z");

        // when
        var during = received(credentials, Map.of()).getHeaders().get("x-outpost-signature");
        var after = received(ended, Map.of()).getHeaders().get("x-outpost-signature");

        // then
        assertThat(during).contains(",32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa");
        assertThat(after).isEqualTo(during.substring(0, during.indexOf(',')));
    }

    @Test
    void shouldBeNamedAsConfigured() throws InterruptedException {
        // given
        type.close();
        type = started(Map.of("HTTP_USER_AGENT", "Acme/1"));

        // when
        var request = received(Map.of(), Map.of());

        // then
        assertThat(request.getHeaders().get("user-agent")).isEqualTo("Acme/1");
    }

    @Test
    void shouldReuseConnections() throws Exception {
        // when
        var requests = soon(() -> List.of(received(Map.of(), Map.of()), received(Map.of(), Map.of())));

        // then
        assertThat(requests.getLast().getConnectionIndex())
                .isEqualTo(requests.getFirst().getConnectionIndex());
        assertThat(requests.getLast().getExchangeIndex()).isEqualTo(1);
    }

    @Test
    void shouldTellWhereTheTimeWent() throws Exception {
        // given
        var late = new MockResponse.Builder().code(200).headersDelay(50, TimeUnit.MILLISECONDS);
        var url = server.url("/").toString();

        // when
        var timings = soon(() -> {
            server.enqueue(late.build());
            server.enqueue(new MockResponse.Builder().code(500).build());
            return List.of(
                    deliver(url, Map.of(), Map.of()).timings(),
                    deliver(url, Map.of(), Map.of()).timings());
        });

        // then
        var first = timings.getFirst();
        var second = timings.getLast();
        assertThat(first.dns()).isPresent();
        assertThat(first.connect()).isPresent();
        assertThat(first.tls()).isEmpty();
        assertThat(first.firstByte().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(second.dns()).isEmpty();
        assertThat(second.connect()).isEmpty();
        assertThat(second.firstByte()).isPresent();
    }

    @Test
    void shouldServeManyCallersOfOneHostAtOnce() throws InterruptedException {
        // given
        var callers = 40;
        var together = new CountDownLatch(callers);
        var outcomes = new ConcurrentLinkedQueue<Outcome>();

        // when
        try (var endpoint = RawEndpoint.playing(out -> {
                    together.countDown();
                    together.await();
                    RawEndpoint.write(out, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < callers; i++) {
                threads.execute(() -> outcomes.add(deliver(endpoint.url(), Map.of(), Map.of())));
            }
            assertThat(together.await(1, TimeUnit.MINUTES)).isTrue();
        }

        // then
        assertThat(outcomes).hasSize(callers).allMatch(Outcome.Delivered.class::isInstance);
    }

    /** Both, by a client of their own, until they come soon enough after one another: connections are kept for four seconds. */
    private <T> List<T> soon(Callable<List<T>> both) throws Exception {
        for (var round = 0; round < 20; round++) {
            type.close();
            type = started(Map.of());
            var began = System.nanoTime();
            var results = both.call();
            if (System.nanoTime() - began < Duration.ofSeconds(3).toNanos()) {
                return results;
            }
        }
        throw new AssertionError("two deliveries never came within three seconds");
    }

    private RecordedRequest received(Map<String, String> credentials, Map<String, String> metadata)
            throws InterruptedException {
        server.enqueue(new MockResponse.Builder().code(200).body("ok").build());
        assertThat(deliver(server.url("/hook?a=b").toString(), credentials, metadata)
                        .with(Timings.NONE))
                .isEqualTo(new Outcome.Delivered(new Response(
                        "200", "{\"status\":200,\"body\":\"ok\",\"headers\":{\"content-length\":\"2\"}}")));
        return server.takeRequest();
    }

    private Outcome deliver(String url, Map<String, String> credentials, Map<String, String> metadata) {
        var config = Map.of("url", url, "custom_headers", "{\"X-Own\":\"own\"}");
        return type.deliver(
                Samples.delivery(Samples.BODY, metadata),
                new Settings(config, credentials, Map.of()),
                new Attempting(Samples.AT, Duration.ofMinutes(2)));
    }

    private DestinationType started(Map<String, String> variables) {
        return new WebhookPlugin().start(new Surroundings(variables, egress, "Spillway/test"));
    }
}
