package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** kill -9 of the dispatcher, again and again, under load. */
final class WorkerKilled implements Row {

    private static final Workload WORKLOAD = new Workload("r01", 8, 1, 1024);
    private static final int RATE = 300;
    /** Calls in flight to one destination, of which there are eight. */
    private static final int WINDOW = 64 * WORKLOAD.tenants();

    private static final Duration COMMIT = Duration.ofMillis(100);

    @Override
    public String id() {
        return "R01";
    }

    @Override
    public String property() {
        return "A worker's crash loses nothing";
    }

    @Override
    public String target() {
        return "lost 0; dup ≤ kills × (window + rate × commit) and ≤ 1 %; gap ≤ 10 s";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.of("front=gateway,streams,relay,registry", "worker=dispatcher"));
        cluster.prepare(WORKLOAD);
        int kills = stage.count(5, 1);
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(RATE, Duration.ofSeconds(kills * 15L)));
        long first = stage.kill(cluster, "worker", kills, Duration.ofSeconds(3));
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));
        long bound = kills * (WINDOW + RATE * COMMIT.toMillis() / 1000);
        var gap = Observed.in(cluster.receiver().ledger()).longestSilence(first, journal.to());
        return stage.measuring()
                .law(found)
                .require(found.duplicates() <= bound, "more than %d duplicates", bound)
                .require(found.duplicates() <= found.expected() / 100, "more than 1 %% duplicates")
                .atMost("longest gap", gap, Duration.ofSeconds(10))
                .exactly("kills", cluster.unasked(), kills)
                .outcome();
    }
}
