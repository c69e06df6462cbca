package io.spillway.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a live stream as a browser does: comes back, with the last id, whenever it breaks off. */
final class LiveReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofMinutes(1)).build();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final Supplier<String> url;
    private final String credential;
    private final Thread thread;
    private volatile String lastId;
    private volatile boolean connected;
    private volatile boolean closing;

    /** An event, or a comment that brought an id. */
    record Event(String kind, JsonNode data) {

        String text(String field) {
            return data.path(field).asText();
        }
    }

    private LiveReader(Supplier<String> url, String credential, String lastId) {
        this.url = url;
        this.credential = credential;
        this.lastId = lastId;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    /** @param url asked for anew each time */
    static LiveReader start(Supplier<String> url, String credential, String lastId) {
        return new LiveReader(url, credential, lastId);
    }

    List<Event> of(String kind) {
        return events.stream().filter(event -> event.kind().equals(kind)).toList();
    }

    /** How it was answered, each time that it came. */
    List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    String lastId() {
        return lastId;
    }

    /** Whether the stream has said where it begins. */
    boolean isConnected() {
        return connected;
    }

    private void run() {
        while (!closing) {
            try {
                var request =
                        HttpRequest.newBuilder(URI.create(url.get())).header("authorization", "Bearer " + credential);
                if (!lastId.isEmpty()) {
                    request.header("last-event-id", lastId);
                }
                read(http.send(request.build(), BodyHandlers.ofLines()));
            } catch (IOException | java.io.UncheckedIOException e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read(HttpResponse<Stream<String>> response) {
        statuses.add(response.statusCode());
        try (var lines = response.body()) {
            if (response.statusCode() != 200) {
                pause();
                return;
            }
            var block = new Block();
            lines.takeWhile(_ -> !closing).forEach(block::take);
        } finally {
            connected = false;
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lines up to an empty one. */
    private final class Block {

        private String kind = "";
        private String id = "";
        private @Nullable String data;

        void take(String line) {
            var colon = line.indexOf(": ");
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> kind = line.substring(colon + 2);
                case "id" -> id = line.substring(colon + 2);
                case "data" -> data = line.substring(colon + 2);
                case "" -> end();
                default -> {}
            }
        }

        private void end() {
            if (data != null) {
                try {
                    events.add(new Event(kind, JSON.readTree(data.getBytes(StandardCharsets.UTF_8))));
                } catch (IOException e) {
                    throw new AssertionError("no JSON: " + data, e);
                }
            }
            lastId = id.isEmpty() ? lastId : id;
            connected = true;
            kind = "";
            id = "";
            data = null;
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        http.shutdownNow();
    }
}
