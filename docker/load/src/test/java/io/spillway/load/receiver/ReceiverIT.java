package io.spillway.load.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.load.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverIT {

    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Receiver receiver;
    private Path ledger;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        ledger = folder.resolve("ledger");
        receiver = Receiver.start("--ledger", ledger.toString(), "--inspect-every", "1");
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        receiver.close();
    }

    @Test
    void shouldAcceptAndNoteEverything() throws Exception {
        // when
        var statuses = List.of(post("/in/a", 1), post("/in/a", 2), post("/in/b", 1));

        // then
        assertThat(statuses).containsOnly(200);
        assertThat(control("/flush", "")).isEqualTo("{\"received\":3,\"accepted\":3}");
        var arrivals = Files.readAllLines(ledger).stream().map(Arrival::of).toList();
        assertThat(arrivals).extracting(Arrival::path).containsExactly("/in/a", "/in/a", "/in/b");
        assertThat(arrivals).extracting(Arrival::attempt).containsExactly(1, 2, 1);
        assertThat(arrivals).extracting(Arrival::event).containsOnly("e1");
        assertThat(arrivals.getFirst().digest())
                .hasValue("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void shouldPlayAScript() throws Exception {
        // given
        control("/scripts/in/a", "[{\"status\":503,\"delay_ms\":50},{\"status\":200}]");

        // when
        long before = System.nanoTime();
        int first = post("/in/a", 1);
        long took = System.nanoTime() - before;

        // then
        assertThat(first).isEqualTo(503);
        assertThat(Duration.ofNanos(took)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(post("/in/a", 2)).isEqualTo(200);
        assertThat(control("/stats", "")).isEqualTo("{\"received\":2,\"accepted\":1}");
    }

    @Test
    void shouldHangAndServeOthersMeanwhile() throws Exception {
        // given
        control("/scripts/in/a", "[{\"hang\":true}]");

        // when, then
        assertThatThrownBy(() ->
                        http.send(request("/in/a", 1, Duration.ofMillis(500)), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(post("/in/b", 1)).isEqualTo(200);
    }

    @Test
    void shouldSayWhenToComeAgain() throws Exception {
        // given
        control("/scripts/in/a", "[{\"status\":429,\"retry_after\":\"7\"}]");

        // when
        var answer = http.send(request("/in/a", 1, AMPLE), HttpResponse.BodyHandlers.discarding());

        // then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"end\":\"close\"}",
                "{\"send\":\"HELLO\\r\\n\",\"end\":\"close\"}",
                "{\"send\":\"HTTP/1.1 200 OK\\r\\ncontent-length: 9\\r\\n\\r\\nhello\",\"end\":\"close\"}"
            })
    void shouldWriteBytesAsTheyAre(String step) throws Exception {
        // given
        control("/scripts/in/a", "[" + step + "]");

        // when, then
        assertThat(raw("/in/a", AMPLE))
                .isEqualTo(new ObjectMapper().readTree(step).path("send").asText());
    }

    @Test
    void shouldResetInTheMiddleOfABody() throws Exception {
        // given
        control(
                "/scripts/in/a",
                "[{\"send\":\"HTTP/1.1 200 OK\\r\\ncontent-length: 9\\r\\n\\r\\n\",\"end\":\"reset\"}]");

        // when, then
        assertThatThrownBy(() -> post("/in/a", 1))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
        assertThat(control("/stats", "")).isEqualTo("{\"received\":1,\"accepted\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "body"})
    void shouldDripWithoutEnd(String part) throws Exception {
        // given
        control("/scripts/in/a", "[{\"drip\":\"" + part + "\"}]");

        // when, then
        assertThatThrownBy(() -> raw("/in/a", Duration.ofSeconds(2))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldSendAHugeBodyAtTheSpeedOfItsReader() throws Exception {
        // given
        control("/scripts/in/a", "[{\"huge_mib\":64}]");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/in/a"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        // when
        var read = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();

        // then
        try (read) {
            assertThat(read.transferTo(OutputStream.nullOutputStream())).isEqualTo(64L << 20);
        }
        assertThat(post("/in/b", 1)).isEqualTo(200);
    }

    @Test
    void shouldCheckSignaturesWithAnotherSecretFromThenOn() throws Exception {
        // given
        control("/secret", "another");

        // when
        post("/in/a", 1);

        // then
        control("/flush", "");
        assertThat(Arrival.of(Files.readString(ledger).strip()).signature()).isEqualTo(Arrival.Signature.BAD);
    }

    @Test
    void shouldSayWhatIsWrongWithAScript() throws Exception {
        assertThat(control("/scripts/in/a", "[{\"status\":7}]")).contains("status");
        assertThat(control("/scripts/in/a", "no json")).contains("Unrecognized");
    }

    private int post(String path, int attempt) throws IOException, InterruptedException {
        return http.send(request(path, attempt, AMPLE), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest request(String path, int attempt, Duration timeout) throws IOException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
                .timeout(timeout)
                .header("x-outpost-event-id", "e1")
                .header("spillway-attempt", Integer.toString(attempt))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
    }

    /** Everything that comes back until the connection is closed; gives up after so long, be it silence or drops. */
    private String raw(String path, Duration patience) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\ncontent-length: 0\r\nspillway-attempt: 1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var bytes = new ByteArrayOutputStream();
            long end = System.nanoTime() + patience.toNanos();
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException("drops without end");
                }
                bytes.write(next);
            }
            return bytes.toString(StandardCharsets.US_ASCII);
        }
    }

    private String control(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.controlPort() + path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
