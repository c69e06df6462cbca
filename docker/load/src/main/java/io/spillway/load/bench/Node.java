package io.spillway.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.load.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Spillway that is measured, seen from outside: a command, a port, and the REST contract. */
final class Node implements AutoCloseable {

    static final String KEY = "bench-key";
    /** What destinations sign with; a secret in both signing modes. */
    static final String SECRET = "whsec_" + "5b1e".repeat(16);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Child process;
    private final URI url;
    private final int kafkaPort;

    private Node(Child process, int port, int kafkaPort) {
        this.process = process;
        this.kafkaPort = kafkaPort;
        url = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param command its words, split at blanks
     */
    static Node start(String command, Path folder) throws IOException, InterruptedException {
        int port = FreePort.next();
        int kafkaPort = FreePort.next();
        var environment = Map.of(
                "API_PORT",
                Integer.toString(port),
                "API_KEY",
                KEY,
                "KAFKA_PORT",
                Integer.toString(kafkaPort),
                "TOPICS",
                "",
                "EGRESS_ALLOW",
                "127.0.0.0/8",
                "DATA_DIR",
                folder.resolve("data").toString());
        var node = new Node(Child.start("node", folder, environment, List.of(command.split(" "))), port, kafkaPort);
        try {
            node.awaitReady();
            return node;
        } catch (IOException | InterruptedException e) {
            node.close();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    Usage usage() {
        return Usage.of(process.tree());
    }

    /** Makes the tenants and destinations of a workload. */
    void prepare(Workload workload, URI receiver) throws IOException, InterruptedException {
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            var path = "/api/v1/tenants/" + workload.tenant(tenant);
            send("PUT", path, Map.of());
            for (int destination = 0; destination < workload.fanOut(); destination++) {
                send(
                        "POST",
                        path + "/destinations",
                        Map.of(
                                "id", workload.destination(destination),
                                "type", "webhook",
                                "topics", List.of("*"),
                                "config",
                                        Map.of(
                                                "url",
                                                receiver.resolve(workload.path(tenant, destination))
                                                        .toString()),
                                "credentials", Map.of("secret", SECRET)));
            }
        }
    }

    @Override
    public void close() {
        http.close();
        process.close();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!ready()) {
            if (!process.alive()) {
                throw process.failure("ended before it was ready");
            }
            if (System.nanoTime() - end > 0) {
                throw process.failure("was not ready within %d s".formatted(READY_WITHIN.toSeconds()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private boolean ready() throws InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // nobody there yet
            return false;
        }
    }

    private void send(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "%s %s was answered with %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
    }
}
