package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.ChaosProxy;
import io.spillway.load.cluster.ChaosProxy.Weather;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** A proxy before the receiver resets connections and swallows bytes for a while, then lets everything through again. */
final class RoughNetwork implements Row {

    private static final Workload WORKLOAD = new Workload("net", 8, 1, 1024);

    @Override
    public String id() {
        return "NET";
    }

    @Override
    public String property() {
        return "Resets and black holes on the way to the endpoints";
    }

    @Override
    public String target() {
        return "lost 0, all delivered in the end; dup ≤ the calls in flight when an answer was lost; no restart";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.single());
        var proxy = stage.add(ChaosProxy.before(cluster.receiver().deliveries()));
        cluster.api().prepare(WORKLOAD, proxy.url());
        int storms = stage.count(4, 2);
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(100, Duration.ofSeconds(storms * 7L)));
        for (int storm = 0; storm < storms; storm++) {
            Thread.sleep(2_000 + stage.random().nextInt(1_000));
            proxy.weather(storm % 2 == 0 ? Weather.RESET : Weather.BLACK_HOLE);
            Thread.sleep(2_000 + stage.random().nextInt(1_000));
            proxy.weather(Weather.FAIR);
        }
        var found = cluster.check(traffic.awaitSent(), Duration.ofMinutes(3));
        return stage.measuring()
                .law(found)
                .require(found.settled() && found.ends().dead() == 0, "%s", found.verdict())
                .require(
                        found.duplicates() <= (long) storms * WORKLOAD.tenants() * 64,
                        "more duplicates than calls in flight")
                .exactly("restarts", cluster.unasked(), 0)
                .outcome();
    }
}
