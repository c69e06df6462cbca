package io.spillway.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/** Somebody's endpoint: keeps what arrives and answers as the test wants. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final Collection<Request> requests = new ConcurrentLinkedQueue<>();
    private final Map<String, IntUnaryOperator> scripts = new ConcurrentHashMap<>();
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /** A request, as it came. */
    record Request(String path, Map<String, List<String>> headers, byte[] body, Instant at) {

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst();
        }

        String event() {
            return header("x-outpost-event-id").orElseThrow();
        }
    }

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Decides the status by how many requests this path has had, this one included. */
    void answers(String path, IntUnaryOperator status) {
        scripts.put(path, status);
    }

    /** Lets every answer of this path take a while. */
    void slow(String path, Duration delay) {
        delays.put(path, delay);
    }

    /** Says something in every answer of this path. */
    void says(String path, String text) {
        texts.put(path, text);
    }

    List<Request> at(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = exchange.getRequestBody().readAllBytes();
            requests.add(new Request(path, Map.copyOf(exchange.getRequestHeaders()), body, Instant.now()));
            var script = scripts.get(path);
            var status = script == null ? 200 : script.applyAsInt(at(path).size());
            TimeUnit.NANOSECONDS.sleep(delays.getOrDefault(path, Duration.ZERO).toNanos());
            var text = texts.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
