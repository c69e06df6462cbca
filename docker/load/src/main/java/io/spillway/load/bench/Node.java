package io.spillway.load.bench;

import io.spillway.load.Workload;
import io.spillway.load.process.Api;
import io.spillway.load.process.Child;
import io.spillway.load.process.FreePort;
import io.spillway.load.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Spillway that is measured, seen from outside: a command, a port, and the REST contract. */
final class Node implements AutoCloseable {

    static final String KEY = "bench-key";

    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Api api;
    private final Child process;
    private final int kafkaPort;

    private Node(Child process, int port, int kafkaPort) {
        this.process = process;
        this.kafkaPort = kafkaPort;
        api = new Api(URI.create("http://127.0.0.1:" + port), KEY);
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
        return api.url();
    }

    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    Usage usage() {
        return Usage.of(process.tree());
    }

    /** Makes the tenants and destinations of a workload. */
    void prepare(Workload workload, URI receiver) throws IOException, InterruptedException {
        api.prepare(workload, receiver);
    }

    @Override
    public void close() {
        api.close();
        process.close();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (api.status("/readyz", ANSWER_WITHIN) != 200) {
            if (!process.alive()) {
                throw process.failure("ended before it was ready");
            }
            if (System.nanoTime() - end > 0) {
                throw process.failure("was not ready within %d s".formatted(READY_WITHIN.toSeconds()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }
}
