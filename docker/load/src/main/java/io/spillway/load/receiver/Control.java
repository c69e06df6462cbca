package io.spillway.load.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The receiver's own door, on a port of its own.
 *
 * <p>{@code GET /stats} counts what arrived; {@code POST /flush} completes the ledger's file; {@code PUT /scripts/<path>} takes
 * a script (see {@link Scripts#parse}), an empty one resets the path; {@code PUT /secret} takes what is signed with from now on.
 */
final class Control implements AutoCloseable {

    private static final String SCRIPTS = "/scripts";

    private final HttpServer server;
    private final Scripts scripts;
    private final Ledger ledger;

    private interface Route {
        String answer(HttpExchange exchange) throws IOException;
    }

    Control(InetSocketAddress address, Scripts scripts, Ledger ledger, Inspection inspection) throws IOException {
        this.scripts = scripts;
        this.ledger = ledger;
        server = HttpServer.create(address, 0);
        mount("/stats", exchange -> stats());
        mount("/flush", exchange -> {
            ledger.flush();
            return stats();
        });
        mount(SCRIPTS, this::script);
        mount("/secret", exchange -> {
            inspection.expect(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            return "{}";
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String stats() {
        return "{\"received\":%d,\"accepted\":%d}".formatted(ledger.received(), ledger.accepted());
    }

    private String script(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring(SCRIPTS.length());
        scripts.put(path, Scripts.parse(exchange.getRequestBody().readAllBytes()));
        return "{}";
    }

    private void mount(String path, Route route) {
        server.createContext(path, exchange -> {
            try (exchange) {
                try {
                    send(exchange, 200, route.answer(exchange));
                } catch (IllegalArgumentException | IOException e) {
                    send(exchange, 400, String.valueOf(e.getMessage()));
                }
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
