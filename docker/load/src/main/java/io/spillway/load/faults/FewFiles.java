package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** The node may open only a few files and sockets more than it has; slow endpoints ask for many times as many. */
final class FewFiles implements Row {

    private static final Workload WORKLOAD = new Workload("r23.files", 8, 1, 1024);
    private static final int MORE = 60;

    @Override
    public String id() {
        return "R23-files";
    }

    @Override
    public String property() {
        return "The dispatcher runs out of file descriptors (%d more than at rest)".formatted(MORE);
    }

    @Override
    public String target() {
        return "lost 0: what found no socket is a failed attempt that is tried again; the node stays up";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.of("front=gateway,streams,relay,registry", "worker=dispatcher"));
        cluster.prepare(WORKLOAD);
        for (int tenant = 0; tenant < WORKLOAD.tenants(); tenant++) {
            cluster.receiver().script(WORKLOAD.path(tenant, 0), "[{\"status\": 200, \"delay_ms\": 2000}]");
        }
        var worker = cluster.node("worker");
        long limit = worker.openFiles() + MORE;
        if (!worker.limitFiles(limit)) {
            return new Outcome.Skipped("there is no prlimit to take file descriptors away with");
        }
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(100, Duration.ofSeconds(stage.count(15, 8))));
        var journal = traffic.awaitSent();
        worker.limitFiles(limit + 4_096);
        var found = cluster.check(journal, Duration.ofMinutes(3));
        long failed = Observed.in(cluster.receiver().ledger()).arrivals().stream()
                .filter(arrival -> arrival.attempt() > 1)
                .count();
        return stage.measuring()
                .law(found)
                .require(found.settled() && found.ends().dead() == 0, "%s", found.verdict())
                .note("%d retries arrived", failed)
                .require(failed > 0, "it never ran out")
                .exactly("restarts", cluster.unasked(), 0)
                .outcome();
    }
}
