package io.spillway.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.embedded.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;

/** A tenant named {@code demo} with one webhook, whose receiver prints what arrives. */
public final class Demo implements AutoCloseable {

    private static final String DESTINATION = "demo-receiver";
    private static final int PRINTED_AT_MOST = 400;
    private static final int REFUSED = 400;

    private final HttpServer receiver;
    private final PrintStream out;

    private Demo(HttpServer receiver, PrintStream out) {
        this.receiver = receiver;
        this.out = out;
    }

    /** Sets the tenant up over the API, as anybody would, and publishes a first event; says so where the API refuses. */
    public static Demo start(int apiPort, String adminKey, PrintStream out) throws InterruptedException {
        try {
            var receiver = HttpServer.create(new InetSocketAddress(Ports.LOOPBACK, 0), 0);
            var demo = new Demo(receiver, out);
            receiver.createContext("/", demo::receive);
            receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            receiver.start();
            new Api(apiPort, adminKey).setUp(demo.url(), out);
            return demo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + receiver.getAddress().getPort() + "/";
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            out.printf(
                    "%s  demo received  %s  %s  %s%n",
                    LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS),
                    headers.getFirst("x-outpost-topic") == null ? "" : headers.getFirst("x-outpost-topic"),
                    headers.getFirst("spillway-delivery"),
                    body.length() > PRINTED_AT_MOST ? body.substring(0, PRINTED_AT_MOST) + " …" : body);
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        receiver.stop(0);
    }

    private record Api(int port, String key, HttpClient http) {

        Api(int port, String key) {
            this(port, key, HttpClient.newHttpClient());
        }

        /** The receiver has another port at each start, so a destination of an earlier one is replaced. */
        void setUp(String url, PrintStream out) throws IOException, InterruptedException {
            var calls = List.of(
                    new Call("PUT", "/tenants/demo", ""),
                    new Call("DELETE", "/tenants/demo/destinations/" + DESTINATION, ""),
                    new Call("POST", "/tenants/demo/destinations", """
                            {"id":"%s","type":"webhook","topics":"*","config":{"url":"%s"}}""".formatted(DESTINATION, url)),
                    new Call("POST", "/publish", """
                            {"tenant_id":"demo","topic":"demo.started","data":{"hello":"from Spillway"}}"""));
            for (var call : calls) {
                var answer = send(call);
                if (answer.statusCode() >= REFUSED && !call.method().equals("DELETE")) {
                    out.printf(
                            "The demo could not be set up: %s %s was answered with %d %s%n",
                            call.method(), call.path(), answer.statusCode(), answer.body());
                    return;
                }
            }
        }

        private HttpResponse<String> send(Call call) throws IOException, InterruptedException {
            var uri = URI.create("http://" + Ports.LOOPBACK + ":" + port + "/api/v1" + call.path());
            var request = HttpRequest.newBuilder(uri)
                    .header("content-type", "application/json")
                    .header("authorization", "Bearer " + key)
                    .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private record Call(String method, String path, String body) {}
}
