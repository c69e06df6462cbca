package io.spillway.load.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.load.Workload;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Where Spillway itself says that the deliveries of a workload stand, by its own list of them. */
public final class Recorded {

    /** Says nothing of any delivery. */
    public static final Recorded NOTHING = new Recorded(Map.of());

    private static final Duration OVERDUE = Duration.ofSeconds(30);

    private final Map<String, Standing> standings;

    private Recorded(Map<String, Standing> standings) {
        this.standings = standings;
    }

    /** Reads the list of every tenant of the workload. */
    public static Recorded read(Api api, Workload workload) throws IOException, InterruptedException {
        var standings = new HashMap<String, Standing>();
        var now = Instant.now();
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            var path = "/api/v1/deliveries?limit=1000&tenant_id=" + workload.tenant(tenant);
            var page = api.need("GET", path, Map.of());
            put(page, now, standings);
            while (page.at("/pagination/next").isTextual()) {
                var cursor = URLEncoder.encode(page.at("/pagination/next").asText(), StandardCharsets.UTF_8);
                page = api.need("GET", path + "&next=" + cursor, Map.of());
                put(page, now, standings);
            }
        }
        return new Recorded(standings);
    }

    Standing of(String event, String destination) {
        return standings.getOrDefault(key(event, destination), Standing.UNKNOWN);
    }

    private static void put(JsonNode page, Instant now, Map<String, Standing> standings) {
        for (var delivery : page.path("models")) {
            standings.put(
                    key(
                            delivery.path("event_id").asText(),
                            delivery.path("destination_id").asText()),
                    standing(delivery, now));
        }
    }

    private static Standing standing(JsonNode delivery, Instant now) {
        return switch (delivery.path("state").asText()) {
            case "delivered" -> Standing.DELIVERED;
            case "dead" -> Standing.DEAD;
            case "cancelled" -> Standing.CANCELLED;
            // What should have been tried long ago will not be.
            case "scheduled" ->
                Instant.parse(delivery.path("next_attempt_at").asText("9999-01-01T00:00:00Z"))
                                .isBefore(now.minus(OVERDUE))
                        ? Standing.UNDER_WAY
                        : Standing.SCHEDULED;
            default -> Standing.UNDER_WAY;
        };
    }

    private static String key(String event, String destination) {
        return event + ' ' + destination;
    }
}
