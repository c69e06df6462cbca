package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to spell the machine itself, tried against a listener on it: nothing arrives unless the operator allows it. */
class EgressIT {

    private static final List<String> SPELLINGS = List.of(
            "127.0.0.1",
            "127.0.0.2",
            "127.255.255.254",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0x7f.1",
            "0X7F.0.0.0x1",
            "0177.0.0.1",
            "0177.1",
            "017700000001",
            "127.000.000.001",
            "127.0.0.01",
            "127.0.0.1.",
            "0",
            "0.0.0.0",
            "00.0.0.0",
            "0x0",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[0000::0001]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:0:7f00:1]",
            "[::FFFF:7F00:0001]",
            "[0:0:0:0:0:ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[::7f00:1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::7f00:1]",
            "[2002:7f00:1::]",
            "[2001:0:7f00:1::]",
            "[::1%25lo]",
            "[::1%lo]",
            "[fe80::1]",
            "[fe80::1%25lo]",
            "①②⑦.⓪.⓪.①",
            "①②⑦.0.0.1",
            "１２７.０.０.１",
            "１２７．０．０．１",
            "127。0。0。1",
            "127．0．0．1",
            "127｡0｡0｡1",
            "user@127.0.0.1",
            "user:pass@127.0.0.1",
            "example.com@127.0.0.1",
            "127.0.0.1@127.0.0.1",
            "@127.0.0.1",
            "%31%32%37.0.0.1",
            "127.0.0.%31",
            "127%2e0%2e0%2e1",
            "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
            "ｌｏｃａｌｈｏｓｔ",
            "loc\u00ADalhost",
            "127.0.0\u200B.1",
            "\t127.0.0.1",
            "0.0.0.0.",
            "[::0.0.0.0]",
            "[0:0:0:0:0:0:0:0]",
            "0127.0.0.1",
            "127.0x0.0.1",
            "4294967296",
            "2130706433.");

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final AtomicInteger arrivals = new AtomicInteger();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0);
        Thread.startVirtualThread(this::count);
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void shouldLetNothingArrive() throws IOException {
        // given
        assertThat(SPELLINGS).hasSizeGreaterThanOrEqualTo(60);

        for (var host : SPELLINGS) {
            // when
            var outcome = deliver(EgressGuard.of(""), host);

            // then
            assertThat(failure(outcome)).as(host).isIn(Failure.BLOCKED, Failure.PROVIDER);
        }
        assertThat(arrivalsAfterAProbe()).isEqualTo(1);
    }

    @Test
    void shouldLetNothingArriveWhereOnlySocketsAreGuarded() throws IOException {
        for (var host : reachable()) {
            // when
            var outcome = post(EgressGuard.of(""), host);

            // then
            assertThat(failure(outcome)).as(host).isIn(Failure.BLOCKED, Failure.DNS, Failure.PROVIDER);
        }
        assertThat(arrivalsAfterAProbe()).isEqualTo(1);
    }

    @Test
    void shouldShowThatTheListenerIsWithinReach() throws IOException {
        // given
        var open = EgressGuard.of("127.0.0.0/8,0.0.0.0/8,::/0");

        // when
        for (var host : reachable()) {
            post(open, host);
        }

        // then
        assertThat(arrivalsAfterAProbe()).isGreaterThan(20);
    }

    @Test
    void shouldLetTheAllowedPortArriveOnly() throws IOException {
        // given
        var port = listener.getLocalPort();

        // when
        var other = deliver(EgressGuard.of("127.0.0.0/8@" + (port - 1)), "127.0.0.1");
        var allowed = deliver(EgressGuard.of("127.0.0.0/8@" + port), "127.0.0.1");

        // then
        assertThat(failure(other)).isEqualTo(Failure.BLOCKED);
        assertThat(failure(allowed)).isEqualTo(Failure.RESET);
        assertThat(arrivalsAfterAProbe()).isEqualTo(2);
    }

    /** Java reads two of the spellings as an address of somebody else's, who must be left in peace. */
    private static List<String> reachable() {
        return SPELLINGS.stream()
                .filter(host -> !List.of("0177.0.0.1", "0177.1").contains(host))
                .toList();
    }

    private Outcome deliver(EgressGuard egress, String host) {
        try (var type = new WebhookType(
                Samples.webhookForm(),
                Profiles.from(Map.of()),
                new HttpSender(egress, "test", HttpRules.STRICT, UnaryOperator.identity()),
                egress)) {
            return type.deliver(
                    Samples.delivery(),
                    new Settings(Map.of("url", url(host)), Map.of(), Map.of()),
                    new Attempting(Samples.AT, TIMEOUT));
        }
    }

    private Outcome post(EgressGuard egress, String host) {
        var url = HttpUrl.parse(url(host));
        if (url == null) {
            return new Outcome.Failed(Failure.PROVIDER, "no URL", Optional.empty());
        }
        try (var sender = new HttpSender(egress, "test", HttpRules.STRICT, UnaryOperator.identity())) {
            return sender.post(url, Headers.of(), new byte[0], TIMEOUT);
        }
    }

    private String url(String host) {
        return "http://" + host + ":" + listener.getLocalPort() + "/";
    }

    private static Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    /** Connections are accepted in order, so that once ours is counted all before it are. */
    private int arrivalsAfterAProbe() throws IOException {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
            Awaitility.await().until(() -> probe.getInputStream().read() < 0);
        }
        return arrivals.get();
    }

    private void count() {
        while (!listener.isClosed()) {
            try {
                var connection = listener.accept();
                arrivals.incrementAndGet();
                connection.close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
