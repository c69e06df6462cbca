package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Two nodes with all working roles are replaced one after the other, leaving on close, under events and queries. */
final class RollingRestart implements Row {

    private static final Workload WORKLOAD = new Workload("r20", 8, 1, 1024);

    @Override
    public String id() {
        return "R20";
    }

    @Override
    public String property() {
        return "Rolling restart of two nodes under events and queries";
    }

    @Override
    public String target() {
        return "lost 0, dup ≤ 1 %; gap ≤ 5 s; queries 200, or 503 with Retry-After; p99 of 200s ≤ 500 ms";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var working = "streams,dispatcher,relay";
        var cluster = stage.cluster(Plan.of("front=gateway,registry", "one=" + working, "two=" + working));
        cluster.prepare(WORKLOAD);
        warmUp(stage, cluster);
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(stage.count(500, 100), Duration.ofSeconds(60)));
        var queries = stage.add(Queries.start(cluster.api(), WORKLOAD, stage.count(50, 20)));
        long first = EpochClock.nanos();
        for (var name : List.of("one", "two")) {
            Thread.sleep(4_000 + stage.random().nextInt(2_000));
            cluster.node(name).terminate();
            cluster.node(name).start();
            cluster.awaitReady();
        }
        long last = EpochClock.nanos();
        queries.close();
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));
        var gap = Observed.in(cluster.receiver().ledger()).longestSilence(first, Math.min(last, journal.to()));
        return stage.measuring()
                .law(found)
                .require(found.duplicates() <= found.expected() / 100, "more than 1 %% duplicates")
                .require(last < journal.to(), "the load ended before the restarts did")
                .atMost("longest gap", gap, Duration.ofSeconds(5))
                .note("queries %s", queries.counts())
                .exactly("other answers", queries.others(), 0)
                .atMost("queries' p99", queries.p99(), Duration.ofMillis(500))
                .outcome();
    }

    private static void warmUp(Stage stage, Cluster cluster) throws IOException, InterruptedException {
        var warm = new Workload("r20.warm", WORKLOAD.tenants(), WORKLOAD.fanOut(), WORKLOAD.dataBytes());
        stage.traffic(cluster, warm, Order.rest(200, Duration.ofSeconds(10))).awaitSent();
    }
}
