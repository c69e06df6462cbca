package io.spillway.node;

import io.spillway.domain.Patience;
import io.spillway.embedded.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.utils.Utils;

/** What a node does all day, for a while on data of its own: the JVM learns from it what its AOT cache is to hold. */
public final class Training {

    private static final int PUBLISHERS = 16;
    /** Its folder is deleted when it has ended, so that is waited for; no caller is. */
    private static final Patience PATIENCE = new Patience(30, 1);

    private static final int ACCEPTED = 202;
    private static final String EVENT = """
            {"tenant_id":"demo","topic":"order.created","data":{"order":"4711","lines":"%s"}}""";

    private Training() {}

    /**
     * Returns how many events were accepted. No setting of the environment counts: the node is one of its own.
     *
     * @throws IllegalStateException where none was accepted, which would teach the JVM nothing
     */
    public static int run(Duration length) throws InterruptedException {
        try {
            var folder = Files.createTempDirectory("spillway-training");
            try {
                return in(folder, length);
            } finally {
                Utils.delete(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int in(Path folder, Duration length) throws InterruptedException {
        var own = Map.of(
                "DATA_DIR",
                folder.toString(),
                "API_PORT",
                Integer.toString(Ports.free()),
                "KAFKA_PORT",
                "0",
                "API_KEY",
                "training");
        try (var dev = Dev.start(own, () -> {}, PATIENCE)) {
            var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            dev.with(Demo.start(dev.apiPort(), "training", silent));
            var uri = URI.create("http://" + Ports.LOOPBACK + ":" + dev.apiPort() + "/api/v1/publish");
            var accepted = publish(uri, length);
            if (accepted == 0) {
                throw new IllegalStateException("no event was accepted at " + uri);
            }
            return accepted;
        }
    }

    private static int publish(URI uri, Duration length) throws InterruptedException {
        var deadline = System.nanoTime() + length.toNanos();
        var request = HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .header("authorization", "Bearer training")
                .POST(HttpRequest.BodyPublishers.ofString(EVENT.formatted("x".repeat(1_000))))
                .build();
        try (var http = HttpClient.newHttpClient();
                var publishers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> publisher = () -> {
                var accepted = 0;
                while (System.nanoTime() - deadline < 0) {
                    var status = http.send(request, BodyHandlers.discarding()).statusCode();
                    accepted += status == ACCEPTED ? 1 : 0;
                }
                return accepted;
            };
            return publishers.invokeAll(Collections.nCopies(PUBLISHERS, publisher)).stream()
                    .mapToInt(Future::resultNow)
                    .sum();
        }
    }
}
