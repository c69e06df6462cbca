package io.spillway.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Sent;
import io.spillway.load.Workload;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Six events of one tenant with one destination, of which one was delivered and the others ended otherwise. */
class RecordedIT {

    private static final String DELIVERY =
            "{\"event_id\":\"%s\",\"destination_id\":\"destination-0\",\"state\":\"%s\"%s}";

    private final Workload workload = new Workload("r1", 1, 1, 128);
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> states = new ArrayList<>();
    private HttpServer server;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/deliveries", exchange -> {
            try (exchange) {
                var query = exchange.getRequestURI().getQuery();
                var page = pages.getOrDefault(query.contains("next=") ? "second" : "first", "");
                exchange.sendResponseHeaders(page.isEmpty() ? 503 : 200, 0);
                exchange.getResponseBody().write(page.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        api = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    @Test
    void shouldAccountForWhatEndedOtherwise() throws Exception {
        // given
        record("delivered", "");
        record("dead", "");
        record("cancelled", "");
        record("scheduled", next(Instant.now().plusSeconds(60)));
        record("in_flight", "");
        record("scheduled", next(Instant.now().minus(Duration.ofMinutes(5))));
        serve();

        // when
        var findings = check(List.of(arrival(0)));

        // then
        assertThat(findings.ends()).isEqualTo(new Findings.Ends(1, 1, 1, 1, 0));
        assertThat(findings.lost()).as("in flight for good, and long overdue").isEqualTo(2);
        assertThat(findings.lawHolds()).isFalse();
    }

    @Test
    void shouldSayWhatArrivedButIsNotRecorded() throws Exception {
        // given
        record("delivered", "");
        record("dead", "");
        serve();

        // when
        var findings = check(List.of(arrival(0), arrival(1)));

        // then
        assertThat(findings.ends()).isEqualTo(new Findings.Ends(2, 0, 0, 0, 1));
        assertThat(findings.lawHolds()).isTrue();
    }

    @Test
    void shouldTakeForLostWhatSpillwayDoesNotKnow() throws Exception {
        // given
        record("delivered", "");
        serve();
        states.add("unknown");

        // when, then
        assertThat(check(List.of(arrival(0))).lost()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeARefusedQuestionForAnAnswer() {
        assertThatThrownBy(() -> Recorded.read(api, workload))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
    }

    private void record(String state, String more) {
        states.add(DELIVERY.formatted(workload.eventId(states.size()), state, more));
    }

    private static String next(Instant at) {
        return ",\"next_attempt_at\":\"" + at + "\"";
    }

    /** On two pages, as long lists come. */
    private void serve() {
        int half = states.size() / 2;
        pages.put(
                "first",
                "{\"models\":[%s],\"pagination\":{\"next\":\"c1\"}}"
                        .formatted(String.join(",", states.subList(0, half))));
        pages.put(
                "second",
                "{\"models\":[%s],\"pagination\":{\"next\":null}}"
                        .formatted(String.join(",", states.subList(half, states.size()))));
    }

    private Findings check(List<Arrival> ledger) throws IOException, InterruptedException {
        var sent = IntStream.range(0, states.size())
                .mapToObj(event -> new Sent(1, 2, 202, 1))
                .toList();
        return Checker.check(new Journal(workload, 0, 0, 10, sent), ledger.stream(), Recorded.read(api, workload));
    }

    private Arrival arrival(int event) {
        return new Arrival(
                5,
                workload.path(0, 0),
                workload.eventId(event),
                "d",
                1,
                Arrival.Signature.UNCHECKED,
                Optional.empty(),
                200,
                0);
    }
}
