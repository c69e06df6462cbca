package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.check.Findings;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** A tenant gets 1,000 calls a second, all of which hang until the timeout of 5 s; another has 200 healthy ones. */
final class SlowEndpoints implements Row {

    private static final int HEALTHY = 200;
    private static final Workload SLOW = new Workload("r07.slow", 1, 20, 1024);
    private static final Workload WARM = new Workload("r07.warm", 1, 1, 1024);

    @Override
    public String id() {
        return "R07";
    }

    @Override
    public String property() {
        return "1,000 hanging calls a second of another tenant, default limits";
    }

    @Override
    public String target() {
        return "p99 of the healthy ≤ 1.3 × without and ≤ + 100 ms; ≥ 95 % of its rate; the hanging end once they are answered";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.single().withJvm("-Xmx1g").inspectingEvery(16));
        cluster.prepare(SLOW);
        cluster.prepare(WARM);
        hang(cluster, true);
        healthy(stage, cluster, WARM, 20);

        int seconds = stage.count(20, 10);
        var without = healthy(stage, cluster, new Workload("r07.without", 1, 1, 1024), seconds);
        var slow = stage.traffic(cluster, SLOW, Order.rest(50, Duration.ofSeconds(seconds + 10L)));
        Thread.sleep(5_000);
        var with = healthy(stage, cluster, new Workload("r07.with", 1, 1, 1024), seconds);
        var journal = slow.awaitSent();

        hang(cluster, false);
        var ended = cluster.check(journal, Duration.ofMinutes(5));
        double before = without.deliver().p99();
        double during = with.deliver().p99();
        return stage.measuring()
                .law(ended)
                .require(with.lawHolds(), "%s", with.verdict())
                .note("p99 %.1f → %.1f ms", before, during)
                .require(during <= 1.3 * before, "p99 is %.1f times as long", during / before)
                .require(during <= before + 100, "p99 is %.0f ms longer", during - before)
                .note("%.0f/s", with.deliveriesPerSecond())
                .require(with.deliveriesPerSecond() >= 0.95 * HEALTHY, "the healthy lost speed")
                .note(
                        "of the hanging %d delivered, %d dead",
                        ended.delivered(), ended.ends().dead())
                .require(ended.settled(), "hanging deliveries have not ended: %s", ended.verdict())
                .outcome();
    }

    private static Findings healthy(Stage stage, Cluster cluster, Workload workload, int seconds)
            throws IOException, InterruptedException {
        try (Traffic traffic = stage.traffic(cluster, workload, Order.rest(HEALTHY, Duration.ofSeconds(seconds)))) {
            return cluster.check(traffic.awaitSent(), Duration.ofSeconds(30));
        }
    }

    private static void hang(Cluster cluster, boolean hanging) throws IOException, InterruptedException {
        for (int destination = 0; destination < SLOW.fanOut(); destination++) {
            cluster.receiver().script(SLOW.path(0, destination), hanging ? "[{\"hang\": true}]" : "[]");
        }
    }
}
