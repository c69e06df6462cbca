package io.spillway.load.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Every event goes to an endpoint of each hostile kind, once. */
final class HostileEndpoints implements Row {

    private static final int KINDS = Hostile.values().length;
    private static final int BODY_KEPT = 8 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String id;
    private final int heapMebibytes;

    private HostileEndpoints(String id, int heapMebibytes) {
        this.id = id;
        this.heapMebibytes = heapMebibytes;
    }

    static Row roomy() {
        return new HostileEndpoints("R23", 512);
    }

    static Row tight() {
        return new HostileEndpoints("R23-heap", 160);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String property() {
        return "%d kinds of hostile answers, 1 GB bodies among them, with a heap of %d MiB"
                .formatted(KINDS, heapMebibytes);
    }

    @Override
    public String target() {
        return "one request an attempt, each recorded and classified, ≤ timeout + 0.5 s; body kept ≤ 8 KiB;"
                + " memory + ≤ 64 MiB; the node stays up";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var workload = new Workload(id.replace('-', '.'), 4, KINDS, 1024);
        var cluster = stage.cluster(Plan.single()
                .withJvm("-Xmx" + heapMebibytes + "m")
                .with(Map.of(
                        "RETRY_SCHEDULE", "",
                        "MAX_DESTINATIONS_PER_TENANT", Integer.toString(KINDS),
                        "DELIVERY_TIMEOUT_SECONDS", Long.toString(TIMEOUT.toSeconds()))));
        cluster.prepare(workload);
        var order = Order.rest(stage.count(10, 4), Duration.ofSeconds(stage.count(20, 5)));
        // Once with endpoints that behave, so that what is measured afterwards is not a warm-up.
        stage.traffic(cluster, new Workload(workload.run() + ".warm", 4, KINDS, 1024), order)
                .awaitSent();
        script(cluster, workload);
        long before = cluster.nodes().getFirst().usage().residentMebibytes();
        var journal = stage.traffic(cluster, workload, order).awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));
        long grown = cluster.nodes().getFirst().usage().residentMebibytes() - before;

        var attempts = attempts(cluster, workload);
        var requests = Observed.in(cluster.receiver().ledger())
                .only(arrival -> workload.sequence(arrival.event()).isPresent())
                .arrivals()
                .size();
        var slowest = attempts.stream()
                .mapToLong(attempt -> attempt.path("duration_ms").asLong())
                .max()
                .orElse(0);
        return stage.measuring()
                .law(found)
                .exactly("attempts", attempts.size(), found.expected())
                .exactly("requests", requests, found.expected())
                .exactly("unclassified", count(attempts, HostileEndpoints::isUnclassified), 0)
                .exactly("misjudged", count(attempts, HostileEndpoints::isMisjudged), 0)
                .exactly("bodies kept too long", count(attempts, HostileEndpoints::keepsTooMuch), 0)
                .atMost("slowest", Duration.ofMillis(slowest), TIMEOUT.plusMillis(500))
                .atMost("MiB grown", grown, 64)
                .exactly("restarts", cluster.unasked(), 0)
                .outcome();
    }

    private static void script(Cluster cluster, Workload workload) throws IOException, InterruptedException {
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            for (var kind : Hostile.values()) {
                cluster.receiver().script(workload.path(tenant, kind.ordinal()), kind.script());
            }
        }
    }

    private static List<JsonNode> attempts(Cluster cluster, Workload workload)
            throws IOException, InterruptedException {
        var attempts = new ArrayList<JsonNode>();
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            var path = "/api/v1/attempts?limit=200&include=response_data&tenant_id=" + workload.tenant(tenant);
            var next = "";
            do {
                var page = cluster.api().need("GET", path + next, Map.of());
                page.path("models").forEach(attempts::add);
                next = page.at("/pagination/next").isTextual()
                        ? "&next="
                                + URLEncoder.encode(page.at("/pagination/next").asText(), StandardCharsets.UTF_8)
                        : "";
            } while (!next.isEmpty());
        }
        return attempts.stream()
                .filter(attempt ->
                        workload.sequence(attempt.path("event_id").asText()).isPresent())
                .toList();
    }

    private static long count(List<JsonNode> attempts, Predicate<JsonNode> which) {
        return attempts.stream().filter(which).count();
    }

    private static boolean isUnclassified(JsonNode attempt) {
        return !attempt.path("status").asText().equals("success")
                && !attempt.path("error").isTextual();
    }

    private static boolean isMisjudged(JsonNode attempt) {
        var destination = attempt.path("destination_id").asText();
        var kind = Hostile.values()[Integer.parseInt(destination.substring(destination.indexOf('-') + 1))];
        return attempt.path("status").asText().equals("success") != kind.delivered();
    }

    private static boolean keepsTooMuch(JsonNode attempt) {
        return attempt.at("/response_data/body").asText().length() > BODY_KEPT;
    }
}
