package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Spillway killed in the middle of its work. */
class KillIT {

    private static final int EVENTS = 20_000;
    private static final int BATCH = 100;
    private static final int KILLS = 3;
    /** Calls in flight to one destination, and those whose results were not written yet. */
    private static final int IN_FLIGHT = 64 + 256;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int api = Ports.free();
    private final int kafka = Ports.free();

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingAndRepeatOnlyWhatWasInFlight() throws Exception {
        try (var receiver = new Receiver()) {
            // given
            var process = start();
            call("PUT", "/tenants/t", "");
            call("POST", "/tenants/t/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(receiver.url("/")));

            // when
            for (var batch = 0; batch < EVENTS / BATCH; batch++) {
                if (batch > 0
                        && batch % (EVENTS / BATCH / (KILLS + 1)) == 0
                        && batch / (EVENTS / BATCH / (KILLS + 1)) <= KILLS) {
                    process.destroyForcibly().waitFor();
                    process = start();
                }
                call("POST", "/publish/batch", batch(batch));
            }

            // then
            await().atMost(Duration.ofMinutes(3)).until(() -> distinct(receiver) == EVENTS);
            var repeats = receiver.at("/").size() - EVENTS;
            System.out.println("repeats after " + KILLS + " kills of " + EVENTS + " deliveries: " + repeats);
            assertThat(repeats).isBetween(0, KILLS * IN_FLIGHT);
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static long distinct(Receiver receiver) {
        return receiver.at("/").stream().map(Receiver.Request::event).distinct().count();
    }

    private Process start() throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-Dspillway.registry=" + System.getProperty("spillway.registry"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.spillway.cli.Main",
                "dev",
                "--no-demo",
                "--data-dir",
                folder.toString(),
                "--api-port",
                Integer.toString(api),
                "--kafka-port",
                Integer.toString(kafka)));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("process.log").toFile())
                .start();
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> ready());
        return process;
    }

    private boolean ready() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + "/readyz"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    /** Calls until it is answered with success: whoever publishes keeps what was not accepted, and its id makes it safe. */
    private void call(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + "/api/v1" + path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            var response = http.send(request, BodyHandlers.ofString());
            return response.statusCode() < 300 && !response.body().contains("\"status\":");
        });
    }

    private static String batch(int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj("{\"tenant_id\":\"t\",\"id\":\"e%d\",\"data\":{}}"::formatted)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }
}
