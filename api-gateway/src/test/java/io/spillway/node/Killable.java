package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionTimeoutException;

/** All of Spillway in a process of its own, which may be killed and started again on the same data. */
final class Killable implements AutoCloseable {

    private static final int LINES = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int api = Ports.free();
    private final int kafka = Ports.free();
    private final Path folder;
    private Process process;

    private Killable(Path folder) throws IOException {
        this.folder = folder;
        this.process = begin();
    }

    static Killable start(Path folder) throws IOException {
        var killable = new Killable(folder);
        killable.awaitReady();
        return killable;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = begin();
        awaitReady();
    }

    private Process begin() throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
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
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("process.log").toFile());
        builder.environment().put("DELIVERY_TIMEOUT_SECONDS", "30");
        return builder.start();
    }

    private void awaitReady() {
        try {
            awaitReadyOrEnd();
        } catch (ConditionTimeoutException | AssertionError e) {
            throw new AssertionError(
                    "not ready; it said:\n%s\nits tenant tasks do:\n%s\nand its transactions are:\n%s"
                            .formatted(said(), stacks(), transactions()),
                    e);
        }
    }

    private String said() {
        try {
            var lines = Files.readAllLines(folder.resolve("process.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "nothing that can be read: " + e;
        }
    }

    /** What the threads of the tenant tasks are at. */
    private String stacks() {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print").start();
            return Stream.of(
                            new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n\n", -1))
                    .filter(stack -> stack.contains("tenant-task"))
                    .collect(Collectors.joining("\n\n"));
        } catch (IOException e) {
            return "nothing that can be seen: " + e;
        }
    }

    /** One that stays open holds up whoever restores what it wrote. */
    private String transactions() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + kafka))) {
            return admin.listTransactions().all().get(10, TimeUnit.SECONDS).toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        } catch (ExecutionException | TimeoutException e) {
            return "unknown: " + e;
        }
    }

    private void awaitReadyOrEnd() {
        var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + "/readyz"))
                .build();
        await().atMost(Duration.ofMinutes(5))
                .ignoreExceptions()
                .until(() -> !process.isAlive()
                        || http.send(ready, BodyHandlers.discarding()).statusCode() == 200);
        assertThat(process.isAlive()).as("it runs").isTrue();
    }

    /** Where its API is. */
    String url() {
        return "http://127.0.0.1:" + api + "/api/v1";
    }

    /** Calls until it is answered with success: whoever publishes keeps what was not accepted, and its id makes it safe. */
    JsonNode call(String method, String path, String body) {
        return call(method, path, body, answer -> !answer.contains("\"status\":"));
    }

    /** The ids of the deliveries of which an attempt is shown. */
    Set<String> tried() {
        var ids = new HashSet<String>();
        for (var next = ""; next != null; ) {
            var page = call("GET", "/attempts?tenant_id=t&limit=1000" + next, "", _ -> true);
            page.at("/models")
                    .forEach(attempt -> ids.add(attempt.at("/delivery_id").asText()));
            var cursor = page.at("/pagination/next");
            next = cursor.isTextual() ? "&next=" + cursor.asText() : null;
        }
        return ids;
    }

    private JsonNode call(String method, String path, String body, Predicate<String> isWhole) {
        var request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("content-type", "application/json")
                .timeout(Duration.ofMinutes(1))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = new AtomicReference<String>("");
        await().atMost(Duration.ofMinutes(3)).ignoreExceptions().until(() -> {
            var response = http.send(request, BodyHandlers.ofString());
            answer.set(response.body());
            return response.statusCode() < 300 && isWhole.test(response.body());
        });
        try {
            return JSON.readTree(answer.get());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + answer.get(), e);
        }
    }

    /** Publishes events {@code e<n>} of tenant {@code t}, from one number to before another. */
    void publish(int from, int to) {
        call(
                "POST",
                "/publish/batch",
                IntStream.range(from, to)
                        .mapToObj("{\"tenant_id\":\"t\",\"id\":\"e%d\",\"data\":{}}"::formatted)
                        .collect(Collectors.joining(",", "{\"events\":[", "]}")));
    }

    /** Stops it in good order (SIGTERM): how long that took, absent where it goes on. */
    Optional<Duration> stop() throws InterruptedException {
        var asked = System.nanoTime();
        process.destroy();
        return process.waitFor(2, TimeUnit.MINUTES)
                ? Optional.of(Duration.ofNanos(System.nanoTime() - asked))
                : Optional.empty();
    }

    /** Of a process that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
