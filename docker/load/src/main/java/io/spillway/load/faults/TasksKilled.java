package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** kill -9 of the tenant tasks, again and again on the same state folder, under load. */
final class TasksKilled implements Row {

    private static final Workload WORKLOAD = new Workload("r02", 8, 1, 1024);
    private static final int RATE = 300;

    @Override
    public String id() {
        return "R02";
    }

    @Override
    public String property() {
        return "A crash of the tenant tasks loses nothing, and their state stays exact";
    }

    @Override
    public String target() {
        return "lost 0; 0 delivery records twice; no crash loop; gap ≤ 10 s";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.of("front=gateway,dispatcher,relay,registry", "tasks=streams"));
        cluster.prepare(WORKLOAD);
        int kills = stage.count(10, 2);
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(RATE, Duration.ofSeconds(kills * 12L)));
        long first = stage.kill(cluster, "tasks", kills, Duration.ofSeconds(2));
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));
        var records = DeliveryRecords.read(cluster.broker().address());
        var gap = Observed.in(cluster.receiver().ledger()).longestSilence(first, journal.to());
        return stage.measuring()
                .law(found)
                .note("%d delivery records", records.count())
                .exactly("twice", records.repeated(), 0)
                .atMost("longest gap", gap, Duration.ofSeconds(10))
                .exactly("starts after kills", cluster.unasked(), kills)
                .outcome();
    }
}
