package io.spillway.load.faults;

import io.spillway.load.Arrival;
import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Every request's signature is checked; the secret is rotated in the middle, with the old one valid for a while. The
 * receiver goes by the old secret, then by the new one, then by the old one again.
 */
final class Signatures implements Row {

    private static final String NEXT = "whsec_" + "a7d0".repeat(16);
    private static final Duration OVERLAP = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final String mode;

    private Signatures(String mode) {
        this.mode = mode;
    }

    static Row standard() {
        return new Signatures("standard");
    }

    static Row ours() {
        return new Signatures("default");
    }

    @Override
    public String id() {
        return mode.equals("standard") ? "R32" : "R32-default";
    }

    @Override
    public String property() {
        return "Every signature is valid, across a rotation (mode %s)".formatted(mode);
    }

    @Override
    public String target() {
        return "0 bad by the old secret until the overlap ends and by the new one from the answer on; 0 good by the old one after";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var workload = new Workload("r32." + mode, 4, 1, 1024);
        var cluster = stage.cluster(Plan.single().with("DESTINATIONS_WEBHOOK_MODE", mode));
        cluster.prepare(workload);
        int rate = stage.count(200, 50);
        var traffic = stage.traffic(cluster, workload, Order.rest(rate, Duration.ofSeconds(22)));
        Thread.sleep(3_000);

        rotate(cluster, workload);
        var ends = EpochClock.nanos() + OVERLAP.toNanos();
        Thread.sleep(SOON);
        cluster.receiver().secret(NEXT);
        Thread.sleep(OVERLAP.plus(SOON));
        long expired = EpochClock.nanos();
        cluster.receiver().secret(Api.SECRET);

        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(1));
        var observed = Observed.in(cluster.receiver().ledger());
        var during = observed.only(arrival -> arrival.at() < expired);
        var after = observed.only(arrival -> arrival.at() > expired + TimeUnit.SECONDS.toNanos(1));
        return stage.measuring()
                .require(ends < expired, "the overlap had not ended")
                .require(
                        found.lost()
                                        + found.faults().misrouted()
                                        + found.faults().altered()
                                == 0,
                        "%s",
                        found.verdict())
                .note("%d signatures", during.arrivals().size())
                .exactly("not good", not(during, Arrival.Signature.GOOD), 0)
                .note("%d after the overlap", after.arrivals().size())
                .exactly("good by the old secret", not(after, Arrival.Signature.BAD), 0)
                .require(!after.arrivals().isEmpty(), "nothing arrived after the overlap")
                .outcome();
    }

    private static void rotate(Cluster cluster, Workload workload) throws IOException, InterruptedException {
        var until = Instant.now().plus(OVERLAP).truncatedTo(ChronoUnit.MILLIS).toString();
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            cluster.api()
                    .need(
                            "PATCH",
                            "/api/v1/tenants/%s/destinations/%s"
                                    .formatted(workload.tenant(tenant), workload.destination(0)),
                            Map.of(
                                    "credentials",
                                    Map.of(
                                            "secret", NEXT,
                                            "previous_secret", Api.SECRET,
                                            "previous_secret_invalid_at", until)));
        }
    }

    private static long not(Observed observed, Arrival.Signature wanted) {
        return observed.arrivals().stream()
                .filter(arrival -> arrival.signature() != wanted)
                .count();
    }
}
