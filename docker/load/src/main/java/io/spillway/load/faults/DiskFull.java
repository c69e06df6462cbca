package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Tmpfs;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** The broker's disk fills up under load, is made larger, and the broker is started again. */
final class DiskFull implements Row {

    private static final Workload WORKLOAD = new Workload("r05", 8, 1, 64 * 1024);
    private static final int SMALL = 96;
    private static final int LARGE = 1024;

    @Override
    public String id() {
        return "R05";
    }

    @Override
    public String property() {
        return "The broker's disk is full";
    }

    @Override
    public String target() {
        return "lost 0 of what was promised; answers 202 or 503 only; /healthz red ≤ 60 s; well again without help";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var disk = Tmpfs.mount(stage.folder().resolve("disk"), SMALL);
        if (disk.isEmpty()) {
            return new Outcome.Skipped("mounting a small disk takes root");
        }
        stage.add(disk.get());
        var cluster = stage.cluster(Plan.single(), disk.get().folder().resolve("kafka"));
        cluster.prepare(WORKLOAD);
        var traffic = stage.traffic(
                cluster, WORKLOAD, Order.rest(50, Duration.ofSeconds(90)).over(200));
        boolean ended = cluster.broker().awaitExit(Duration.ofSeconds(60)).isPresent();
        var noticed = awaitHealth(cluster, false);
        var journal = traffic.awaitSent();
        disk.get().resize(LARGE);
        cluster.broker().restart();
        var recovered = awaitHealth(cluster, true);
        cluster.awaitReady();
        var found = cluster.check(journal, Duration.ofMinutes(3));
        var answers = Answers.of(journal);
        return stage.measuring()
                .law(found)
                .require(ended, "the disk was never full")
                .note("answers %s", answers.counts())
                .require(answers.onlyPromisesAndRefusals(), "other answers than 202 and 503")
                .atMost("red after", noticed, Duration.ofSeconds(60))
                .atMost("well after", recovered, Duration.ofSeconds(60))
                .note("nodes restarted %d", cluster.unasked())
                .outcome();
    }

    private static Duration awaitHealth(Cluster cluster, boolean moves) throws InterruptedException {
        return Health.await(cluster.nodes().getFirst(), moves, Duration.ofMinutes(3));
    }
}
