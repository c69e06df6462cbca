package io.spillway.connect.source.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A queue that speaks SQS's JSON protocol: what is received is invisible for a while and comes again under the same id with
 * another receipt unless it is deleted by its latest one.
 */
final class SqsServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Stored> messages = new LinkedHashMap<>();
    private final long invisibleNanos;

    private static final class Stored {
        private final String body;
        private long visibleFrom = System.nanoTime();
        private String receipt = "";

        Stored(String body) {
            this.body = body;
        }
    }

    SqsServer(long invisibleMillis) throws IOException {
        invisibleNanos = invisibleMillis * 1_000_000;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized String put(String body) {
        var id = UUID.randomUUID().toString();
        messages.put(id, new Stored(body));
        return id;
    }

    synchronized int left() {
        return messages.size();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var signed = exchange.getRequestHeaders().getFirst("Authorization");
            var queue = request.path("QueueUrl").asText();
            if (signed == null || !signed.startsWith("AWS4-HMAC-SHA256 Credential=key/")) {
                reply(exchange, 403, error("InvalidClientTokenId"));
            } else if (!queue.endsWith("/orders")) {
                reply(exchange, 400, error("QueueDoesNotExist"));
            } else {
                reply(exchange, 200, done(target, request));
            }
        }
    }

    private static ObjectNode error(String code) {
        return JSON.createObjectNode()
                .put("__type", "com.amazonaws.sqs#" + code)
                .put("message", code);
    }

    private synchronized ObjectNode done(String target, JsonNode request) {
        return switch (target) {
            case "AmazonSQS.ReceiveMessage" ->
                received(request.path("MaxNumberOfMessages").asInt());
            case "AmazonSQS.DeleteMessageBatch" -> deleted(request.path("Entries"));
            default -> throw new IllegalArgumentException(target);
        };
    }

    private ObjectNode received(int most) {
        var answer = JSON.createObjectNode();
        var list = answer.putArray("Messages");
        var now = System.nanoTime();
        messages.forEach((id, message) -> {
            if (list.size() < most && message.visibleFrom <= now) {
                message.visibleFrom = now + invisibleNanos;
                message.receipt = UUID.randomUUID().toString();
                list.addObject()
                        .put("MessageId", id)
                        .put("ReceiptHandle", message.receipt)
                        .put("MD5OfBody", md5(message.body))
                        .put("Body", message.body);
            }
        });
        return answer;
    }

    private ObjectNode deleted(JsonNode entries) {
        var answer = JSON.createObjectNode();
        var successful = answer.putArray("Successful");
        answer.putArray("Failed");
        if (entries.isEmpty() || entries.size() > 10) {
            throw new IllegalArgumentException("a batch has 1 to 10 entries");
        }
        entries.forEach(entry -> {
            messages.values()
                    .removeIf(message ->
                            message.receipt.equals(entry.path("ReceiptHandle").asText()));
            successful.addObject().put("Id", entry.path("Id").asText());
        });
        return answer;
    }

    private static void reply(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
