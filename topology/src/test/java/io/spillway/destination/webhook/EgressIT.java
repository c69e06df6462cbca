package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Urls;
import io.spillway.destination.http.Hidden;
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

/** Every way to spell an address that must not be reached, with a listener on the machine itself: nothing arrives unless the operator allows it. */
class EgressIT {

    /** Some of them lead nowhere and answer nothing. */
    private static final Duration WITHIN_REACH = Duration.ofSeconds(1);

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
        var urls = Urls.forbidden(listener.getLocalPort());
        assertThat(urls).hasSizeGreaterThanOrEqualTo(120).doesNotHaveDuplicates();

        for (var url : urls) {
            // when
            var outcome = deliver(EgressGuard.of(""), url);

            // then
            assertThat(failure(outcome)).as(url).isIn(Failure.BLOCKED, Failure.PROVIDER);
        }
        assertThat(arrivalsAfterAProbe()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToSaveThem() {
        try (var type = type(EgressGuard.of(""))) {
            assertThat(Urls.forbidden(listener.getLocalPort()))
                    .allSatisfy(url -> assertThat(type.problems(settings(url))).isNotEmpty());
        }
    }

    @Test
    void shouldSaveAllOthers() {
        // given
        assertThat(Urls.permitted()).hasSizeGreaterThanOrEqualTo(50).doesNotHaveDuplicates();

        try (var type = type(EgressGuard.of(""))) {
            // then
            assertThat(Urls.permitted())
                    .allSatisfy(url -> assertThat(type.problems(settings(url))).isEmpty());
        }
    }

    @Test
    void shouldLetNothingArriveByNames() throws IOException {
        for (var host : List.of(
                "127-0-0-1.names.test",
                "127-0-0-2.names.test",
                "0-0-0-0.names.test",
                "8-8-8-8--127-0-0-1.names.test",
                "127-0-0-1--8-8-8-8.names.test",
                "10-0-0-1.names.test",
                "169-254-169-254.names.test")) {
            // when
            var outcome = deliver(EgressGuard.of(""), url(host));

            // then
            assertThat(failure(outcome)).as(host).isEqualTo(Failure.BLOCKED);
        }
        var allowed = deliver(EgressGuard.of("127.0.0.1/32"), url("127-0-0-1.names.test"));

        assertThat(failure(allowed)).isEqualTo(Failure.RESET);
        assertThat(arrivalsAfterAProbe()).isEqualTo(2);
    }

    @Test
    void shouldLetNothingArriveWhereOnlySocketsAreGuarded() throws IOException {
        for (var url : reachable()) {
            // when
            var outcome = post(EgressGuard.of(""), url, Samples.ATTEMPTING.timeout());

            // then
            assertThat(failure(outcome)).as(url).isIn(Failure.BLOCKED, Failure.DNS, Failure.PROVIDER);
        }
        assertThat(arrivalsAfterAProbe()).isEqualTo(1);
    }

    @Test
    void shouldShowThatTheListenerIsWithinReach() throws IOException {
        // given
        var open = EgressGuard.of("127.0.0.0/8,0.0.0.0/8,::/0");

        // when
        for (var url : reachable()) {
            post(open, url, WITHIN_REACH);
        }

        // then
        assertThat(arrivalsAfterAProbe()).isGreaterThan(20);
    }

    @Test
    void shouldLetTheAllowedPortArriveOnly() throws IOException {
        // given
        var port = listener.getLocalPort();

        // when
        var other = deliver(EgressGuard.of("127.0.0.0/8@" + (port - 1)), url("127.0.0.1"));
        var allowed = deliver(EgressGuard.of("127.0.0.0/8@" + port), url("127.0.0.1"));

        // then
        assertThat(failure(other)).isEqualTo(Failure.BLOCKED);
        assertThat(failure(allowed)).isEqualTo(Failure.RESET);
        assertThat(arrivalsAfterAProbe()).isEqualTo(2);
    }

    /** Java reads two of the spellings as an address of somebody else's, who must be left in peace. */
    private List<String> reachable() {
        return Urls.forbidden().get(Urls.ITSELF).stream()
                .filter(url -> !url.contains("//0177."))
                .map(url -> url.replace("{port}", Integer.toString(listener.getLocalPort())))
                .toList();
    }

    private static Outcome deliver(EgressGuard egress, String url) {
        try (var type = type(egress)) {
            return type.deliver(Samples.delivery(), settings(url), Samples.ATTEMPTING);
        }
    }

    private static WebhookType type(EgressGuard egress) {
        return new WebhookType(
                Samples.webhookForm(),
                Profiles.from(Map.of()),
                new HttpSender(egress, "test", HttpRules.STRICT, UnaryOperator.identity()),
                egress);
    }

    private static Settings settings(String url) {
        return new Settings(Map.of("url", url), Map.of(), Map.of());
    }

    private static Outcome post(EgressGuard egress, String text, Duration timeout) {
        var url = HttpUrl.parse(text);
        if (url == null) {
            return new Outcome.Failed(Failure.PROVIDER, "no URL", Optional.empty());
        }
        try (var sender = new HttpSender(egress, "test", HttpRules.STRICT, UnaryOperator.identity())) {
            return sender.post(url, Headers.of(), new byte[0], Hidden.NOTHING, timeout);
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
