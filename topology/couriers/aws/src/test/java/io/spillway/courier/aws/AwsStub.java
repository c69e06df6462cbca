package io.spillway.courier.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A service of AWS that checks signatures and otherwise answers what a test wants. */
final class AwsStub implements AutoCloseable {

    static final String KEY = "AKIDEXAMPLE";
    static final String SECRET = "dontshowme-secret";

    /** One answer. */
    record Reply(int status, Map<String, String> headers, byte[] body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<SignedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> objections = new CopyOnWriteArrayList<>();
    private final String service;

    private AwsStub(String service, Function<SignedRequest, Reply> answer) {
        this.service = service;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, answer));
        server.start();
    }

    static AwsStub answering(String service, Function<SignedRequest, Reply> answer) {
        return new AwsStub(service, answer);
    }

    static AwsStub silent(String service) {
        return new AwsStub(service, request -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Reply(500, Map.of(), new byte[0]);
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<SignedRequest> requests() {
        return List.copyOf(requests);
    }

    List<String> objections() {
        return List.copyOf(objections);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange, Function<SignedRequest, Reply> answer) throws IOException {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            var request = new SignedRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            var objection = request.objection(KEY, SECRET, service);
            if (!objection.isEmpty()) {
                objections.add(objection);
            }
            var reply = answer.apply(request);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
