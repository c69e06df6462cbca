package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.topic.TopicRules;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsIT {

    private static World world;

    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void well() {
        world.tasks.mood = Tasks.Mood.WELL;
    }

    @Test
    void shouldAnswerAnUnknownRouteInJson() {
        // when
        var answer = world.get("/no/such/route");
        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"status\":404,\"message\":\"not found\"}");
        assertThat(answer.header("content-type")).startsWith("application/json");
    }

    /** Outpost knows no 405, and its suites ask. */
    @Test
    void shouldNotFindAMethodThatARouteDoesNotHave() {
        // when
        var answer = world.call("DELETE", "/publish", "");
        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/message").asText()).isEqualTo("not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE"})
    void shouldNeitherBreakOnMethodsThatNoRouteHasNorLetThemIn(String method) {
        for (var path : List.of("/topics", "/tenants/t", "/api-keys")) {
            // when
            var answer = world.call(method, path, "");
            // then
            assertThat(answer.status()).as(path).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "bearer the-key", "the-key", "Bearer the-key2", "Basic dGhlLWtleQ=="})
    void shouldTurnAwayWhoeverHasNotTheKey(String authorization) {
        // given
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port() + "/api/v1/tenants"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        // when
        var answer = world.send(request.build());
        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"status\":401,\"message\":\"unauthorized\"}");
    }

    @Test
    void shouldShowHealthToEverybody() {
        // when / then
        assertThat(world.root("/healthz").status()).isEqualTo(200);
        assertThat(world.root("/api/v1/healthz").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /tenants/t",
        "POST, /tenants/t/destinations",
        "PATCH, /tenants/t/destinations/d",
        "POST, /publish",
        "POST, /publish/batch",
        "POST, /retry"
    })
    void shouldCallABodyThatIsNoJsonObjectUnprocessable(String method, String path) {
        world.put("/tenants/t", "");
        for (var body : List.of("{", "[]", "\"x\"", "nul", "{} {}", "\u0000", "{\"a\":}")) {
            // when
            var answer = world.call(method, path, body);
            // then
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.at("/message").asText()).as(body).isEqualTo("invalid JSON");
        }
    }

    @Test
    void shouldSurviveBytesThatAreNoText() {
        // given
        var bytes = new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
        // when
        var answer = world.call("POST", "/publish", bytes, Map.of());
        // then
        assertThat(answer.status()).isEqualTo(422);
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() {
        // when
        var answer = world.put("/tenants/t", " ".repeat((1 << 20) + 1));
        // then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("{\"status\":413,\"message\":\"request body too large\","
                        + "\"data\":[\"the body must not be larger than 1048576 bytes\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=%zz", "?%", "?a=%ff", "?next=%00", "?time[gte]=x", "?=&&=", "?limit[=1"})
    void shouldNeverBreakOnAQuery(String query) throws IOException {
        // when
        var answer = raw("GET /api/v1/events" + query + " HTTP/1.1\r\nAuthorization: Bearer the-key\r\n");
        // then
        assertThat(answer).doesNotContain("HTTP/1.1 5").contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/events/a%2Fb",
                "/api/v1/events/%00",
                "/api/v1/tenants/%ff",
                "/api/v1//events",
                "/%",
                "/api/v1/events/..;/x"
            })
    void shouldNeverBreakOnAPath(String path) throws IOException {
        // when
        var answer = raw("GET " + path + " HTTP/1.1\r\nAuthorization: Bearer the-key\r\n");
        // then
        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/json").contains("\"status\":4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/v1/events", "PUT /api/v1/tenants/t", "DELETE /api/v1/tenants/t"})
    void shouldAnswerInJsonWhereTheServerRefusesBeforeAnyRoute(String request) throws IOException {
        // when
        var answer = raw(request + " HTTP/1.1\r\nX-Long: " + "x".repeat(70_000) + "\r\n");
        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 431")
                .contains("application/json")
                .contains("\"status\":431");
    }

    @Test
    void shouldTakeOrMintARequestId() {
        // when
        var given = world.call("GET", "/topics", new byte[0], Map.of("X-Request-Id", "abc-1"));
        var minted = world.get("/topics");
        var insane = world.call("GET", "/topics", new byte[0], Map.of("X-Request-Id", "a b"));
        // then
        assertThat(given.header("x-request-id")).isEqualTo("abc-1");
        assertThat(minted.header("x-request-id")).hasSize(36);
        assertThat(insane.header("x-request-id")).hasSize(36);
    }

    @Test
    void shouldSayComeBackWhileTheOwnerIsNotReady() {
        // given
        world.tasks.mood = Tasks.Mood.RESTORING;
        // when
        var answer = world.get("/events");
        // then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    @Test
    void shouldSayComeBackWhileTheLogIsAway() {
        // given
        world.tasks.mood = Tasks.Mood.AWAY;
        // when
        var answer = world.put("/tenants/t", "");
        var publish = world.post("/publish", "{\"tenant_id\":\"t\",\"data\":{}}");
        // then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(publish.status()).isEqualTo(503);
        assertThat(publish.header("retry-after")).isEqualTo("1");
    }

    /** Clients that send first and read then would otherwise hear of a broken pipe, and nothing of the limit. */
    @Test
    void shouldHearOutWhoeverSendsTooMuchSoThatTheAnswerIsRead() throws IOException {
        try (var socket = new Socket("127.0.0.1", world.port())) {
            // given
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            out.write(("PUT /api/v1/tenants/t HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer the-key\r\n"
                            + "Content-Length: 8388608\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            // when
            for (var sent = 0; sent < 128; sent++) {
                out.write(new byte[1 << 16]);
                out.flush();
            }
            // then
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413");
        }
    }

    /** Sends a request line and headers as they are, and reads until the server closes. */
    private static String raw(String head) throws IOException {
        try (var socket = new Socket("127.0.0.1", world.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((head + "Host: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
