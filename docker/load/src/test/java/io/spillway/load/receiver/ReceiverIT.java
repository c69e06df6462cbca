package io.spillway.load.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.load.Arrival;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverIT {

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
        assertThatThrownBy(() -> post("/in/a", 1)).isInstanceOf(HttpTimeoutException.class);
        assertThat(post("/in/b", 1)).isEqualTo(200);
    }

    @Test
    void shouldSayWhatIsWrongWithAScript() throws Exception {
        assertThat(control("/scripts/in/a", "[{\"status\":7}]")).contains("status");
        assertThat(control("/scripts/in/a", "no json")).contains("Unrecognized");
    }

    private int post(String path, int attempt) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
                .timeout(Duration.ofMillis(500))
                .header("x-outpost-event-id", "e1")
                .header("spillway-attempt", Integer.toString(attempt))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private String control(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.controlPort() + path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
