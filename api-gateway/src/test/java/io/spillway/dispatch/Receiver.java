package io.spillway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Somebody else's endpoint: takes everything and writes down what arrives; each path may be told to behave otherwise. */
final class Receiver implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;

    /** A call as it arrived; {@code at} is of the monotonic clock. */
    record Call(String path, String body, Map<String, List<String>> headers, long at) {

        /** Empty where there is none; names are as {@link com.sun.net.httpserver.Headers} writes them. */
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Behaviour(int status, Duration pause, Map<String, String> headers) {}

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void behave(String path, int status, Duration pause) {
        behaviours.put(path, new Behaviour(status, pause, Map.of()));
    }

    void refuse(String path, int status, Map<String, String> headers) {
        behaviours.put(path, new Behaviour(status, Duration.ZERO, headers));
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            calls.add(new Call(path, body, Map.copyOf(exchange.getRequestHeaders()), System.nanoTime()));
            var behaviour = behaviours.getOrDefault(path, new Behaviour(200, Duration.ZERO, Map.of()));
            if (!behaviour.pause.isZero()) {
                closing.await(behaviour.pause.toMillis(), TimeUnit.MILLISECONDS);
            }
            behaviour.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(behaviour.status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
