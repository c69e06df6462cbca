package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Subscriptions are made and changed, each time with a publish right after the answer, behind a backlog of others' events. */
final class FreshSubscriptions implements Row {

    private static final Workload BACKLOG = new Workload("r17.backlog", 8, 1, 1024);
    private static final int AT_A_TIME = 64;
    private static final Duration ARRIVED_WITHIN = Duration.ofSeconds(60);

    @Override
    public String id() {
        return "R17";
    }

    @Override
    public String property() {
        return "A change of a subscription counts at once, behind a backlog of events";
    }

    @Override
    public String target() {
        return "0 missed after the answer, 0 at an old place; 0 calls > 1 s after a confirmed disable or delete";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.single().withJvm("-Xmx1g").inspectingEvery(16));
        cluster.prepare(BACKLOG);
        var backlog = stage.traffic(
                cluster, BACKLOG, Order.rest(0, Duration.ofMinutes(30)).by("kafka"));
        Thread.sleep(5_000);
        int tenants = stage.count(2_000, 64);
        var promises = lead(cluster, tenants);
        backlog.close();

        var observed = awaitArrivals(cluster, promises);
        return stage.measuring()
                .note("%d tenants with a subscription made, moved, enabled, disabled and deleted each", tenants)
                .note("%d deliveries of others meanwhile", observed.arrivals().size())
                .exactly("missed", missed(promises, observed), 0)
                .exactly(
                        "promises broken",
                        promises.stream().mapToLong(one -> one.broken(observed)).sum(),
                        0)
                .exactly("restarts", cluster.unasked(), 0)
                .outcome();
    }

    private static List<Promise> lead(Cluster cluster, int tenants) throws IOException, InterruptedException {
        try (var threads =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            var lives = IntStream.range(0, tenants)
                    .mapToObj(number -> threads.submit(() -> Lives.lead(cluster, "r17-" + number)))
                    .toList();
            var promises = new ArrayList<Promise>();
            for (var life : lives) {
                promises.addAll(life.get());
            }
            return List.copyOf(promises);
        } catch (ExecutionException e) {
            throw new IOException("a step was not answered: " + e.getCause(), e);
        }
    }

    private static Observed awaitArrivals(Cluster cluster, List<Promise> promises)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + ARRIVED_WITHIN.toNanos();
        while (true) {
            var observed = Observed.in(cluster.receiver().ledger());
            if (missed(promises, observed) == 0 || System.nanoTime() - end > 0) {
                return observed;
            }
            Thread.sleep(1_000);
        }
    }

    private static long missed(List<Promise> promises, Observed observed) {
        return promises.stream()
                .filter(promise -> promise instanceof Promise.Arrives arrives && arrives.missed(observed))
                .count();
    }
}
