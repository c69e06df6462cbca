package io.spillway.load.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each path plays: a list of steps, of which the attempt's number takes one and the last stands for all that follow. A
 * path without a script accepts everything.
 */
final class Scripts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Step>> byPath = new ConcurrentHashMap<>();

    Step step(Request request) {
        var steps = byPath.get(request.path());
        if (steps == null) {
            return Step.ACCEPT;
        }
        return steps.get(Math.clamp(request.attempt() - 1L, 0, steps.size() - 1));
    }

    /** An empty list takes the path's script away. */
    void put(String path, List<Step> steps) {
        if (steps.isEmpty()) {
            byPath.remove(path);
        } else {
            byPath.put(path, List.copyOf(steps));
        }
    }

    /**
     * Reads {@code [{"status": 503, "delay_ms": 20, "retry_after": "5"}, {"hang": true}, …]}; the README lists what there is.
     *
     * @throws IOException where this is no JSON
     * @throws IllegalArgumentException where it is no script
     */
    static List<Step> parse(byte[] json) throws IOException {
        var steps = new ArrayList<Step>();
        for (JsonNode node : JSON.readTree(json)) {
            steps.add(step(node));
        }
        return List.copyOf(steps);
    }

    private static Step step(JsonNode node) {
        if (node.path("hang").asBoolean()) {
            return new Step.Hang();
        }
        if (node.has("drip")) {
            return Step.Raw.drip(node.path("drip").asText());
        }
        if (node.has("huge_mib")) {
            return Step.Raw.huge(node.path("huge_mib").asInt());
        }
        if (node.has("gzip_mib")) {
            return Step.Raw.bomb(node.path("gzip_mib").asInt());
        }
        if (node.has("end")) {
            return new Step.Raw(
                    node.path("send").asText().getBytes(StandardCharsets.UTF_8),
                    node.path("then").asText().getBytes(StandardCharsets.UTF_8),
                    node.path("times").asLong(),
                    Duration.ofMillis(node.path("every_ms").asLong()),
                    Step.End.named(node.path("end").asText()));
        }
        return new Step.Reply(
                node.path("status").asInt(200),
                Duration.ofMillis(node.path("delay_ms").asLong()),
                Optional.ofNullable(node.path("retry_after").textValue()));
    }
}
