package io.spillway.load.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Spillway's doors with nothing behind them: keeps destinations in memory, and delivers each event once, without a log. */
final class StubNode {

    // A number with a zero at its end must arrive with it.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Map<String, List<Destination>> destinations = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    // A batch has more deliveries than a busy machine opens connections for.
    private final Semaphore calls = new Semaphore(64);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Destination(String id, URI url, String secret) {}

    public static void main(String... arguments) throws IOException {
        var port = Integer.parseInt(System.getenv("API_PORT"));
        new StubNode().serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private void serve(InetSocketAddress address) throws IOException {
        var server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/readyz", exchange -> answer(exchange, 200, JSON.createObjectNode()));
        server.createContext("/api/v1/tenants/", this::change);
        server.createContext("/api/v1/publish", this::publish);
        server.createContext("/api/v1/publish/batch", this::publishBatch);
        server.start();
    }

    private void change(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody());
        var path = exchange.getRequestURI().getPath().split("/");
        if (path.length == 6) {
            destinations
                    .computeIfAbsent(path[4], tenant -> new CopyOnWriteArrayList<>())
                    .add(new Destination(
                            body.path("id").asText(),
                            URI.create(body.path("config").path("url").asText()),
                            body.path("credentials").path("secret").asText()));
        }
        answer(exchange, 201, body);
    }

    private void publish(HttpExchange exchange) throws IOException {
        answer(exchange, 202, publish(JSON.readTree(exchange.getRequestBody())));
    }

    private void publishBatch(HttpExchange exchange) throws IOException {
        var answer = JSON.createObjectNode();
        var results = answer.putArray("results");
        for (var event : JSON.readTree(exchange.getRequestBody()).path("events")) {
            results.add(publish(event));
        }
        answer(exchange, 202, answer);
    }

    private ObjectNode publish(JsonNode event) {
        var answer =
                JSON.createObjectNode().put("id", event.path("id").asText()).put("duplicate", false);
        var ids = answer.putArray("destination_ids");
        for (var destination : destinations.getOrDefault(event.path("tenant_id").asText(), List.of())) {
            ids.add(destination.id());
            threads.execute(() -> deliver(event, destination));
        }
        return answer;
    }

    private void deliver(JsonNode event, Destination destination) {
        var body = event.path("data").toString().getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(destination.url())
                .header("x-outpost-event-id", event.path("id").asText())
                .header("x-outpost-signature", "v0=" + hmac(destination.secret(), body))
                .header("spillway-attempt", "1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        calls.acquireUninterruptibly();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            calls.release();
        }
    }

    private static String hmac(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        try (exchange) {
            var bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
