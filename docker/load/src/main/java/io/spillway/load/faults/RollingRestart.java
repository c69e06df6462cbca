package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three nodes with all working roles are replaced one after the other, leaving on close, under events and queries. */
final class RollingRestart implements Row {

    private static final Workload WORKLOAD = new Workload("r20", 8, 1, 1024);
    private static final List<String> NODES = List.of("one", "two", "three");
    private static final int EVENTS = Integer.getInteger("spillway.proof.events", 500);
    private static final Duration SENDING = Duration.ofSeconds(Integer.getInteger("spillway.proof.seconds", 120));

    @Override
    public String id() {
        return "R20";
    }

    @Override
    public String property() {
        return "Rolling restart of three nodes under events and queries";
    }

    @Override
    public String target() {
        return "lost 0, dup ≤ 1 %; gap ≤ 5 s; queries right, or 503 with Retry-After; p99 of 200s ≤ 500 ms";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var plan = new ArrayList<>(List.of("front=gateway,registry"));
        NODES.forEach(name -> plan.add(name + "=streams,dispatcher,relay"));
        var cluster = stage.cluster(Plan.of(plan.toArray(String[]::new)));
        cluster.prepare(WORKLOAD);
        var known = warmUp(stage, cluster);
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(stage.count(EVENTS, 100), SENDING));
        var queries = stage.add(Queries.start(cluster.api(), known, stage.count(50, 20)));
        long first = EpochClock.nanos();
        for (var name : NODES) {
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
                .exactly("wrong or other answers", queries.others(), 0)
                .atMost("queries' p99", queries.p99(), Duration.ofMillis(500))
                .outcome();
    }

    /** Events that queries ask for from then on. */
    private static Workload warmUp(Stage stage, Cluster cluster) throws IOException, InterruptedException {
        var warm = new Workload("r20.warm", WORKLOAD.tenants(), WORKLOAD.fanOut(), WORKLOAD.dataBytes());
        stage.traffic(cluster, warm, Order.rest(200, Duration.ofSeconds(10))).awaitSent();
        return warm;
    }
}
