package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** With the broker away and work waiting, every node is killed; they are started again before the broker is. */
final class BrokerAwayAtStart implements Row {

    private static final Workload WORKLOAD = new Workload("r04.start", 8, 1, 1024);

    @Override
    public String id() {
        return "R04-start";
    }

    @Override
    public String property() {
        return "Broker and all nodes are killed, and the nodes start before the broker is back";
    }

    @Override
    public String target() {
        return "lost 0; ready ≤ 60 s after the broker's return, without help";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.single());
        cluster.prepare(WORKLOAD);
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(200, Duration.ofSeconds(8)));
        Thread.sleep(4_000 + stage.random().nextInt(2_000));
        cluster.broker().kill();
        for (var node : cluster.nodes()) {
            node.kill();
        }
        Thread.sleep(10_000);
        cluster.broker().restart();
        long back = System.nanoTime();
        cluster.awaitReady();
        var ready = Duration.ofNanos(System.nanoTime() - back);
        var found = cluster.check(traffic.awaitSent(), Duration.ofMinutes(2));
        return stage.measuring()
                .law(found)
                .atMost("ready after", ready, Duration.ofSeconds(60))
                .note("starts %d", cluster.unasked())
                .outcome();
    }
}
