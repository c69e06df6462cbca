package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Installation;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;

/** What a row works with. Closes all that was started on it, the last first; then nothing can be started any more. */
final class Stage implements AutoCloseable {

    private static final int BY_CHANCE_MILLIS = 3_000;

    private final Installation installation;
    private final Path folder;
    private final Random random;
    private final Effort effort;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<Cluster> cluster = Optional.empty();
    private boolean closed;

    /**
     * How much is done.
     *
     * @param fast whether rows make do with a fraction of their numbers
     * @param patience by how much limits on time are stretched
     */
    record Effort(boolean fast, int patience) {}

    Stage(Installation installation, Path folder, Random random, Effort effort) {
        this.installation = installation;
        this.folder = folder;
        this.random = random;
        this.effort = effort;
    }

    Path folder() {
        return folder;
    }

    /** Seeded. */
    Random random() {
        return random;
    }

    /** One of two numbers, as the row is to be run in full or fast. */
    int count(int full, int little) {
        return effort.fast() ? little : full;
    }

    Measuring measuring() {
        return new Measuring(effort.patience());
    }

    Cluster cluster(Plan plan) throws IOException, InterruptedException {
        return cluster(plan, folder.resolve("kafka"));
    }

    Cluster cluster(Plan plan, Path brokerData) throws IOException, InterruptedException {
        var started = add(Cluster.start(installation, folder, brokerData, plan));
        cluster = Optional.of(started);
        return started;
    }

    /** Draws what arrived at the receiver of the cluster that was started last. */
    void plot(String title, Path svg) throws IOException, InterruptedException {
        if (cluster.isPresent()) {
            var observed = Observed.in(cluster.get().receiver().ledger());
            Throughput.of(observed, cluster.get().incidents()).write(title, svg);
        }
    }

    Traffic traffic(Cluster cluster, Workload workload, Traffic.Order order) throws IOException, InterruptedException {
        return add(Traffic.start(cluster, workload, order));
    }

    /**
     * Kills a node again and again, each time some seconds after everything was ready.
     *
     * @param least how long it is left alone at least; up to 3 s more, by chance
     * @return when it was killed first, in ns since 1970
     */
    long kill(Cluster cluster, String node, int times, Duration least) throws IOException, InterruptedException {
        long first = 0;
        for (int kill = 1; kill <= times; kill++) {
            Thread.sleep(least.toMillis() + random.nextInt(BY_CHANCE_MILLIS));
            first = first == 0 ? EpochClock.nanos() : first;
            cluster.node(node).kill();
            cluster.awaitReady();
        }
        return first;
    }

    /** Closes this as well, before all that was added earlier. */
    <C extends AutoCloseable> C add(C opened) throws IOException {
        synchronized (open) {
            if (!closed) {
                open.push(opened);
                return opened;
            }
        }
        close(opened);
        throw new IOException("interrupted");
    }

    @Override
    public void close() {
        synchronized (open) {
            closed = true;
        }
        for (var next = next(); next != null; next = next()) {
            close(next);
        }
    }

    private AutoCloseable next() {
        synchronized (open) {
            return open.poll();
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) { // the others are to be closed as well
            System.err.println("was not closed: " + e);
        }
    }
}
