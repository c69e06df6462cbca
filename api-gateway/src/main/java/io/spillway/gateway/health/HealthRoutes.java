package io.spillway.gateway.health;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers {@code /healthz} (to be restarted?) and {@code /readyz} (to be sent requests?). */
public final class HealthRoutes {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final List<HealthCheck> alive;
    private final List<HealthCheck> ready;

    public HealthRoutes(List<HealthCheck> alive, List<HealthCheck> ready) {
        this.alive = List.copyOf(alive);
        this.ready = List.copyOf(ready);
    }

    public void alive(Context ctx) {
        answer(ctx, alive);
    }

    public boolean isAlive() {
        return alive.stream().map(HealthCheck::check).allMatch(Status.Healthy.class::isInstance);
    }

    public void ready(Context ctx) {
        answer(ctx, ready);
    }

    private static void answer(Context ctx, List<HealthCheck> checks) {
        var states = new TreeMap<>(checks.stream().collect(Collectors.toMap(HealthCheck::name, HealthCheck::check)));
        var healthy = states.values().stream().allMatch(Status.Healthy.class::isInstance);
        Reply.json(ctx, healthy ? OK : UNAVAILABLE, json -> write(json, healthy, states));
    }

    private static void write(JsonGenerator json, boolean healthy, Map<String, Status> states) throws IOException {
        json.writeStartObject();
        json.writeStringField("status", word(healthy));
        Json.time(json, "timestamp", Instant.now());
        json.writeObjectFieldStart("workers");
        for (var state : states.entrySet()) {
            json.writeObjectFieldStart(state.getKey());
            write(json, state.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Status status) throws IOException {
        switch (status) {
            case Status.Healthy() -> json.writeStringField("status", word(true));
            case Status.Failed(var reason) -> {
                json.writeStringField("status", word(false));
                json.writeStringField("reason", reason);
            }
        }
    }

    private static String word(boolean healthy) {
        return healthy ? "healthy" : "failed";
    }
}
