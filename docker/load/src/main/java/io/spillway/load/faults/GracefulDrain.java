package io.spillway.load.faults;

import io.spillway.load.Arrival;
import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

/** SIGTERM for one of two dispatchers under load, with every second endpoint slow. */
final class GracefulDrain implements Row {

    private static final Workload WORKLOAD = new Workload("r19", 8, 1, 1024);
    private static final int RATE = 160;
    private static final String SLOW = "[{\"status\": 200, \"delay_ms\": 2000}]";
    private static final int TERMINATED = 128 + 15;

    @Override
    public String id() {
        return "R19";
    }

    @Override
    public String property() {
        return "SIGTERM for a dispatcher with half of the endpoints slow (2 s)";
    }

    @Override
    public String target() {
        return "ends ≤ 30 s with code 0 or 143; lost 0, dup 0; the other takes over ≤ 5 s after";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(
                Plan.of("front=gateway,streams,relay,registry", "leaving=dispatcher", "staying=dispatcher"));
        cluster.prepare(WORKLOAD);
        for (int tenant = 0; tenant < WORKLOAD.tenants(); tenant += 2) {
            cluster.receiver().script(WORKLOAD.path(tenant, 0), SLOW);
        }
        var traffic = stage.traffic(cluster, WORKLOAD, Order.rest(RATE, Duration.ofSeconds(25)));
        Thread.sleep(8_000 + stage.random().nextInt(2_000));
        long told = EpochClock.nanos();
        var stopped = cluster.node("leaving").terminate();
        long ended = EpochClock.nanos();
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));
        var observed = Observed.in(cluster.receiver().ledger());
        return stage.measuring()
                .law(found)
                .require(found.duplicates() == 0, "calls were repeated")
                .atMost("ended after", stopped.took(), Duration.ofSeconds(30))
                .note("code %d", stopped.code())
                .require(stopped.code() == 0 || stopped.code() == TERMINATED, "code %d", stopped.code())
                .note(
                        "silence while it drained %.1f s",
                        longest(observed, told, ended).toMillis() / 1e3)
                .atMost("silence after", longest(observed, ended, journal.to()), Duration.ofSeconds(5))
                .outcome();
    }

    /** The longest silence at any of the quick endpoints. */
    private static Duration longest(Observed observed, long from, long to) {
        return IntStream.iterate(1, tenant -> tenant < WORKLOAD.tenants(), tenant -> tenant + 2)
                .mapToObj(tenant -> WORKLOAD.path(tenant, 0))
                .map(path -> observed.only((Arrival arrival) -> arrival.path().equals(path)))
                .map(one -> one.longestSilence(from, to))
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
