package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What tenant tasks keep of a million events, each with a delivery and an attempt, and how long they take to have it again. */
final class SmallState implements Row {

    private static final Workload WORKLOAD = new Workload("state", 100, 1, 1024);
    private static final int MILLION = 1_000_000;
    private static final int SECONDS = Integer.getInteger("spillway.proof.seconds", 60);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(20);

    @Override
    public String id() {
        return "STATE";
    }

    @Override
    public String property() {
        return "State is small, and soon there again";
    }

    @Override
    public String target() {
        return "restored from Kafka in ≤ 60 s a million events and attempts";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.of("front=gateway,dispatcher,relay,registry", "tasks=streams")
                .inspectingEvery(100));
        cluster.prepare(WORKLOAD);
        var order = Order.rest(0, Duration.ofSeconds(stage.count(SECONDS, 5))).by("batch");
        var found = cluster.check(stage.traffic(cluster, WORKLOAD, order).awaitSent(), SETTLED_WITHIN);
        double millions = (double) found.expected() / MILLION;
        var state = cluster.folder().resolve("tasks").resolve("streams");

        cluster.node("tasks").terminate();
        long bytes = size(state);
        var kept = untilReady(cluster);
        cluster.node("tasks").terminate();
        delete(state);
        var restored = untilReady(cluster);
        return stage.measuring()
                .law(found)
                .note("%.0f MB a million", bytes / 1e6 / millions)
                .note("ready after %.1f s with the state kept", seconds(kept))
                .note("after %.1f s without it", seconds(restored))
                .atMost("a million", Duration.ofNanos((long) (restored.toNanos() / millions)), Duration.ofSeconds(60))
                .outcome();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    /** Starts the tasks again. */
    private static Duration untilReady(Cluster cluster) throws IOException, InterruptedException {
        long from = EpochClock.nanos();
        cluster.node("tasks").start();
        cluster.node("tasks").awaitReady();
        return Duration.ofNanos(EpochClock.nanos() - from);
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            long bytes = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : deepestFirst) {
            Files.delete(file);
        }
    }
}
