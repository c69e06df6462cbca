package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Attempting;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.LoopbackServer;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries through a proxy: it leads where the guard lets it, and nowhere else. */
class ProxyIT {

    private static final String MADE = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final RawEndpoint endpoint = RawEndpoint.answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void shouldAskForTheAddressThatWasCheckedAndNeverForAName() {
        try (var proxy = LoopbackServer.start(this::tunnel)) {
            // when
            var outcome = deliver(proxy, "127.0.0.0/8", endpoint.url().replace("127.0.0.1", "localhost"));

            // then
            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(endpoint.requests().getFirst().head()).startsWith("POST /hook HTTP/1.1\r\n");
            assertThat(endpoint.requests().getFirst().header("host")).startsWith("localhost:");
            assertThat(asked).hasSize(1);
            assertThat(asked.getFirst())
                    .startsWith("CONNECT 127.0.0.1:")
                    .contains("Proxy-Authorization: Basic dXNlcjpwYXNz")
                    .doesNotContain("localhost");
            assertThat(endpoint.requests().getFirst().head()).doesNotContainIgnoringCase("proxy");
        }
    }

    @Test
    void shouldNotAskForAForbiddenAddress() {
        try (var proxy = LoopbackServer.start(this::tunnel)) {
            for (var host : List.of("127.0.0.1", "localhost", "[::1]", "2130706433", "169.254.169.254")) {
                // when
                var outcome = (Outcome.Failed) deliver(proxy, "", endpoint.url().replace("127.0.0.1", host));

                // then
                assertThat(outcome.failure()).as(host).isEqualTo(Failure.BLOCKED);
            }
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void shouldSayThatTheProxyRefused() {
        for (var answer : List.of(
                "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 407 No\r\n\r\n",
                "nonsense\r\n\r\n",
                "")) {
            try (var proxy = LoopbackServer.start(socket -> {
                head(socket);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            })) {
                // when
                var outcome = (Outcome.Failed) deliver(proxy, "127.0.0.0/8", endpoint.url());

                // then
                assertThat(outcome.failure()).isEqualTo(Failure.CONNECT);
                assertThat(outcome.message()).isEqualTo("the proxy did not lead to the endpoint");
            }
        }
        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void shouldEndInTimeWhereTheProxyHangs() throws Exception {
        Samples.endsInTime(() -> {
            try (var proxy = LoopbackServer.start(socket -> RawEndpoint.silence())) {
                // when
                var ended = Samples.attemptBriefly(
                        attempting ->
                                Samples.Ended.of(attempting, it -> deliver(proxy, "127.0.0.0/8", endpoint.url(), it)),
                        _ -> proxy.connections() > 0);

                // then
                assertThat(((Outcome.Failed) ended.outcome()).failure()).isIn(Failure.CONNECT, Failure.TIMEOUT);
                assertThat(proxy.connections()).isPositive();
                return ended.over();
            }
        });
    }

    private static Outcome deliver(LoopbackServer proxy, String allow, String url) {
        return deliver(proxy, allow, url, Samples.ATTEMPTING);
    }

    private static Outcome deliver(LoopbackServer proxy, String allow, String url, Attempting attempting) {
        var variables = Map.of("DESTINATIONS_WEBHOOK_PROXY_URL", "http://user:pass@" + proxy.address());
        try (var type =
                new WebhookPlugin().start(new Surroundings(variables, EgressGuard.of(allow), "Spillway/test"))) {
            return type.deliver(
                    Samples.delivery(), new Settings(Map.of("url", url), Map.of("secret", "s"), Map.of()), attempting);
        }
    }

    private void tunnel(Socket client) throws IOException {
        var head = head(client);
        asked.add(head);
        var authority = head.substring("CONNECT ".length(), head.indexOf(" HTTP"));
        var colon = authority.lastIndexOf(':');
        try (var target = new Socket()) {
            target.connect(new InetSocketAddress(
                    authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1))));
            client.getOutputStream().write(MADE.getBytes(StandardCharsets.US_ASCII));
            Thread.startVirtualThread(() -> copy(target, client));
            client.getInputStream().transferTo(target.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them left
        }
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }
}
