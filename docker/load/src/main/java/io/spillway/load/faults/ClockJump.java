package io.spillway.load.faults;

import io.spillway.load.Arrival;
import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.FalseClock;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The wall clock of all nodes jumps while retries are pending; the broker's stays. */
final class ClockJump implements Row {

    private static final List<Duration> WAITS =
            IntStream.of(1, 5).mapToObj(Duration::ofSeconds).toList();
    private static final int RATE = 40;
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(15);

    private final String id;
    private final Duration jump;

    private ClockJump(String id, Duration jump) {
        this.id = id;
        this.jump = jump;
    }

    static Row hourAhead() {
        return new ClockJump("R14-hour", Duration.ofHours(1));
    }

    static Row twoHoursBack() {
        return new ClockJump("R14-back", Duration.ofHours(-2));
    }

    static Row dayAhead() {
        return new ClockJump("R14-day", Duration.ofDays(1));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String property() {
        return "The clock of the nodes jumps by %+d h while retries are pending".formatted(jump.toHours());
    }

    @Override
    public String target() {
        return "lost 0; no retry early, p99 ≤ 2 s late; no second with > 2 × the calls of before;"
                + " signed within 5 s of the false clock; 0 InvalidTimestampException";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var built = FalseClock.build(stage.folder());
        if (built.isEmpty()) {
            return new Outcome.Skipped("there is no C compiler to make a false clock with");
        }
        var clock = built.get();
        var workload = new Workload(id.replace('-', '.'), 4, WAITS.size() + 1, 1024);
        var plan = Plan.single().with(clock.environment()).with("DESTINATIONS_WEBHOOK_MODE", "standard");
        var cluster = stage.cluster(plan);
        cluster.prepare(workload);
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            cluster.receiver().script(workload.path(tenant, 1), "[{\"status\": 503}, {\"status\": 200}]");
            cluster.receiver()
                    .script(workload.path(tenant, 2), "[{\"status\": 503}, {\"status\": 503}, {\"status\": 200}]");
        }
        var traffic = stage.traffic(cluster, workload, Order.rest(RATE, BEFORE.plus(AFTER)));
        Thread.sleep(BEFORE);
        long jumped = EpochClock.nanos();
        clock.shift(jump);
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));

        var observed = Observed.in(cluster.receiver().ledger());
        var retries = Retries.of(observed, WAITS);
        long before = busiestSecond(observed.only(arrival -> arrival.at() < jumped));
        long after = busiestSecond(observed.only(arrival -> arrival.at() > jumped));
        return stage.measuring()
                .law(found)
                .require(found.settled(), "%s", found.verdict())
                .exactly("early", retries.early(), 0)
                .atMost("1 s tier p99", retries.p99(0), Duration.ofSeconds(2))
                .atMost("5 s tier p99", retries.p99(1), Duration.ofSeconds(2))
                .note("busiest second %d → %d calls", before, after)
                .require(after <= 2 * before, "a storm")
                .exactly("badly stamped", badlyStamped(observed, jumped), 0)
                .exactly("InvalidTimestampException", refusedStamps(stage.folder()), 0)
                .note(
                        "longest gap %.1f s",
                        observed.longestSilence(jumped, journal.to()).toMillis() / 1e3)
                .note("nodes restarted %d", cluster.unasked())
                .outcome();
    }

    private static long busiestSecond(Observed observed) {
        return observed.arrivals().stream()
                .map(arrival -> TimeUnit.NANOSECONDS.toSeconds(arrival.at()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Those in the second of the jump may have been signed before it. */
    private long badlyStamped(Observed observed, long jumped) {
        return observed.arrivals().stream()
                .filter(arrival -> arrival.at() > jumped + TimeUnit.SECONDS.toNanos(1))
                .filter(this::isBadlyStamped)
                .count();
    }

    private boolean isBadlyStamped(Arrival arrival) {
        long wanted = TimeUnit.NANOSECONDS.toSeconds(arrival.at()) + jump.toSeconds();
        return Math.abs(arrival.stamp() - wanted) > 5;
    }

    private static long refusedStamps(Path folder) throws IOException {
        try (var logs = Files.newDirectoryStream(folder, "node-*.log")) {
            long count = 0;
            for (var log : logs) {
                try (var lines = Files.lines(log)) {
                    count += lines.filter(line -> line.contains("InvalidTimestampException"))
                            .count();
                }
            }
            return count;
        }
    }
}
