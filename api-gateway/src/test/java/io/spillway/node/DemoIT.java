package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo against an API that answers as the test wants. */
class DemoIT {

    private static final String POSTED = "POST /api/v1/tenants/demo/destinations";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private HttpServer api;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void shouldSayNothingWhereAllGoesWell() throws Exception {
        // given
        answers(Map.of("DELETE /api/v1/tenants/demo/destinations/demo-receiver", 404));

        // when
        demo();

        // then
        assertThat(shown.toString(UTF_8)).isEmpty();
    }

    @Test
    void shouldSayWhatTheApiRefused() throws Exception {
        // given
        answers(Map.of(POSTED, 422));

        // when
        demo();

        // then
        assertThat(shown.toString(UTF_8))
                .contains("The demo could not be set up")
                .contains("POST /tenants/demo/destinations")
                .contains("422")
                .contains("because of " + POSTED);
    }

    private void answers(Map<String, Integer> statuses) {
        api.createContext("/", exchange -> {
            try (exchange) {
                var asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                var body = ("because of " + asked).getBytes(UTF_8);
                exchange.sendResponseHeaders(statuses.getOrDefault(asked, 200), body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    private void demo() throws InterruptedException {
        try (var demo = Demo.start(api.getAddress().getPort(), "", new PrintStream(shown, true, UTF_8))) {
            assertThat(demo.url()).startsWith("http://127.0.0.1:");
        }
    }
}
