package io.spillway.load.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
     * Reads {@code [{"status": 503, "delay_ms": 20}, {"hang": true}, …]}.
     *
     * @throws IOException where this is no JSON
     * @throws IllegalArgumentException where it is no script
     */
    static List<Step> parse(byte[] json) throws IOException {
        var steps = new ArrayList<Step>();
        for (JsonNode node : JSON.readTree(json)) {
            steps.add(
                    node.path("hang").asBoolean()
                            ? new Step.Hang()
                            : new Step.Reply(
                                    node.path("status").asInt(200),
                                    Duration.ofMillis(node.path("delay_ms").asLong())));
        }
        return List.copyOf(steps);
    }
}
