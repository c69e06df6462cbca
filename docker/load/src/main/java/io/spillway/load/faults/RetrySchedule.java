package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Destination n of each tenant fails n times and then accepts: every tier is ridden, and each attempt is counted. */
final class RetrySchedule implements Row {

    private static final List<Duration> WAITS =
            IntStream.of(1, 5, 30, 60).mapToObj(Duration::ofSeconds).toList();

    private final String id;
    private final int queued;

    /** @param queued deliveries that wait in the first tier meanwhile */
    private RetrySchedule(String id, int queued) {
        this.id = id;
        this.queued = queued;
    }

    static Row alone() {
        return new RetrySchedule("R15", 0);
    }

    static Row withBacklog() {
        return new RetrySchedule("R15-backlog", 50_000);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String property() {
        return "Retries are on time" + (queued == 0 ? "" : " with %,d more in a tier".formatted(queued));
    }

    @Override
    public String target() {
        return "never early; lateness p99 "
                + (queued == 0 ? "≤ 0.7 s in the 1 s tier, ≤ 1 s in the others" : "≤ 3 s")
                + "; attempts exactly as scheduled";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        int tiers = stage.count(WAITS.size(), 2);
        var workload = new Workload(id.replace('-', '.'), 8, tiers + 1, 1024);
        var cluster = stage.cluster(Plan.single());
        cluster.prepare(workload);
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            for (int destination = 0; destination <= tiers; destination++) {
                cluster.receiver().script(workload.path(tenant, destination), failing(destination));
            }
        }
        if (queued > 0) {
            fillTier(stage, cluster);
        }
        var traffic = stage.traffic(
                cluster, workload, Order.rest(stage.count(40, 20), Duration.ofSeconds(stage.count(50, 10))));
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(4));
        var retries = Retries.of(
                Observed.in(cluster.receiver().ledger())
                        .only(arrival -> workload.sequence(arrival.event()).isPresent()),
                WAITS);
        var measuring = stage.measuring().law(found).exactly("early", retries.early(), 0);
        for (int tier = 0; tier < tiers; tier++) {
            measuring.atMost("%d s tier p99".formatted(WAITS.get(tier).toSeconds()), retries.p99(tier), limit(tier));
            // Destination n has the retries 0 to n - 1.
            long scheduled = (long) journal.events().size() * (tiers - tier);
            measuring.require(
                    retries.count(tier) == scheduled,
                    "%d retries after %d s instead of %d",
                    retries.count(tier),
                    WAITS.get(tier).toSeconds(),
                    scheduled);
        }
        return measuring
                .require(found.refused() == 0, "%d events were refused", found.refused())
                .require(found.duplicates() == 0, "attempts were repeated")
                .require(found.settled(), "%s", found.verdict())
                .outcome();
    }

    private Duration limit(int tier) {
        if (queued > 0) {
            return Duration.ofSeconds(3);
        }
        return tier == 0 ? Duration.ofMillis(700) : Duration.ofSeconds(1);
    }

    /** Another tenant's endpoint refuses everything, so that all of it goes into the first tier at once. */
    private void fillTier(Stage stage, Cluster cluster) throws IOException, InterruptedException {
        var workload = new Workload("queued", 1, 20, 128);
        cluster.prepare(workload);
        for (int destination = 0; destination < workload.fanOut(); destination++) {
            cluster.receiver().script(workload.path(0, destination), "[{\"status\": 503}]");
        }
        stage.traffic(
                        cluster,
                        workload,
                        Order.rest(queued / workload.fanOut() / 10, Duration.ofSeconds(10))
                                .by("batch"))
                .awaitSent();
    }

    private static String failing(int times) {
        return IntStream.rangeClosed(0, times)
                .mapToObj(attempt -> attempt < times ? "{\"status\": 503}" : "{\"status\": 200}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
