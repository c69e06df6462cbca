package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.cluster.Node;
import io.spillway.load.cluster.Plan;
import java.io.IOException;
import java.time.Duration;

/** How soon each role is ready when it starts alone, on data that are there, and what it holds then. */
final class Footprint implements Row {

    private static final Duration AT_REST = Duration.ofSeconds(10);

    @Override
    public String id() {
        return "FOOT";
    }

    @Override
    public String property() {
        return "Each role is small, and soon ready";
    }

    @Override
    public String target() {
        return "stated: seconds to ready, memory at rest, processor at rest";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        // The registry comes first: whoever starts without it waits for it.
        var cluster = stage.cluster(Plan.of(
                "registry=registry", "gateway=gateway", "streams=streams", "dispatcher=dispatcher", "relay=relay"));
        var measuring = stage.measuring();
        for (var node : cluster.nodes()) {
            node.terminate();
            long from = EpochClock.nanos();
            node.start();
            node.awaitReady();
            double ready = (EpochClock.nanos() - from) / 1e9;
            measuring.note("%s %.1f s", node.name(), ready);
            rest(node, measuring);
        }
        return measuring.outcome();
    }

    private static void rest(Node node, Measuring measuring) throws InterruptedException {
        var before = node.usage();
        Thread.sleep(AT_REST);
        var after = node.usage();
        measuring.note(
                "%d MiB, %.0f %% of a core",
                after.residentMebibytes(), 100 * (after.cpuSeconds() - before.cpuSeconds()) / AT_REST.toSeconds());
    }
}
