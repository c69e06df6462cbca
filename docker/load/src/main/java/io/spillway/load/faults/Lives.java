package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The lives that subscriptions of one tenant lead, each step taken as soon as the one before was answered. */
final class Lives {

    private final Cluster cluster;
    private final Api api;
    private final String tenant;

    private Lives(Cluster cluster, String tenant) {
        this.cluster = cluster;
        this.tenant = tenant;
        api = cluster.api();
    }

    /** Leads one of each kind. */
    static List<Promise> lead(Cluster cluster, String tenant) throws IOException, InterruptedException {
        var lives = new Lives(cluster, tenant);
        lives.api.tenant(tenant);
        return List.of(lives.created(), lives.moved(), lives.enabled(), lives.disabled(), lives.deleted());
    }

    private Promise created() throws IOException, InterruptedException {
        create("created", "new");
        return new Promise.Arrives(publish("created", ""), place("created", "new"));
    }

    private Promise moved() throws IOException, InterruptedException {
        create("moved", "old");
        var url = cluster.receiver().deliveries().resolve(place("moved", "new"));
        api.need("PATCH", path("moved"), Map.of("config", Map.of("url", url.toString())));
        return new Promise.Arrives(publish("moved", ""), place("moved", "new"));
    }

    private Promise enabled() throws IOException, InterruptedException {
        create("enabled", "new");
        api.need("PUT", path("enabled") + "/disable", Map.of());
        api.need("PUT", path("enabled") + "/enable", Map.of());
        return new Promise.Arrives(publish("enabled", ""), place("enabled", "new"));
    }

    private Promise disabled() throws IOException, InterruptedException {
        create("disabled", "new");
        var before = publish("disabled", "-before");
        api.need("PUT", path("disabled") + "/disable", Map.of());
        long confirmed = EpochClock.nanos();
        return new Promise.Silent(List.of(before, publish("disabled", "-after")), confirmed);
    }

    private Promise deleted() throws IOException, InterruptedException {
        create("deleted", "new");
        var before = publish("deleted", "-before");
        api.need("DELETE", path("deleted"), Map.of());
        long confirmed = EpochClock.nanos();
        return new Promise.Silent(List.of(before, publish("deleted", "-after")), confirmed);
    }

    private void create(String destination, String where) throws IOException, InterruptedException {
        api.webhook(tenant, destination, cluster.receiver().deliveries().resolve(place(destination, where)));
    }

    /** The event's id. */
    private String publish(String destination, String suffix) throws IOException, InterruptedException {
        var event = tenant + "-" + destination + suffix;
        api.need(
                "POST",
                "/api/v1/publish",
                Map.of("id", event, "tenant_id", tenant, "destination_id", destination, "data", Map.of()));
        return event;
    }

    private String path(String destination) {
        return "/api/v1/tenants/" + tenant + "/destinations/" + destination;
    }

    private String place(String destination, String where) {
        return "/in/" + tenant + "/" + destination + "/" + where;
    }
}
