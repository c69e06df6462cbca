package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Broker;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;

/** The only broker goes away under load, in one of several manners, and comes back. */
final class BrokerAway implements Row {

    private static final int RATE = 50;
    private static final Duration BEFORE = Duration.ofSeconds(8);
    private static final Duration AFTER = Duration.ofSeconds(20);

    private final String id;
    private final String how;
    private final Duration away;
    private final Fault fault;

    private interface Fault {
        void strike(Broker broker) throws IOException, InterruptedException;
    }

    private BrokerAway(String id, String how, Duration away, Fault fault) {
        this.id = id;
        this.how = how;
        this.away = away;
        this.fault = fault;
    }

    static Row stopped() {
        return new BrokerAway("R04-stop", "stopped and started", Duration.ZERO, Broker::terminate);
    }

    static Row killed() {
        return new BrokerAway("R04-kill", "killed and started", Duration.ZERO, Broker::kill);
    }

    static Row away() {
        return new BrokerAway("R04-away", "killed and away for 30 s", Duration.ofSeconds(30), Broker::kill);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String property() {
        return "The broker is " + how + " under load";
    }

    @Override
    public String target() {
        return "lost 0; answers 202 or 503 only, none after more than 2 s; caught up ≤ 60 s after its return";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var workload = new Workload(id.replace('-', '.'), 8, 1, 1024);
        var cluster = stage.cluster(Plan.single());
        cluster.prepare(workload);
        // As many connections as may hang for two seconds each, so that none is late by another's fault.
        var order =
                Order.rest(RATE, BEFORE.plus(away).plus(AFTER).plusSeconds(10)).over(4 * RATE);
        var traffic = stage.traffic(cluster, workload, order);
        Thread.sleep(BEFORE.plusMillis(stage.random().nextInt(1_000)));
        fault.strike(cluster.broker());
        long struck = EpochClock.nanos();
        Thread.sleep(away);
        cluster.broker().restart();
        long back = EpochClock.nanos();
        var journal = traffic.awaitSent();
        var found = cluster.check(journal, Duration.ofMinutes(2));
        var observed = Observed.in(cluster.receiver().ledger());
        var answers = Answers.of(journal);
        return stage.measuring()
                .law(found)
                .note("away %.1f s", (back - struck) / 1e9)
                .note("answers %s", answers.counts())
                .require(answers.onlyPromisesAndRefusals(), "other answers than 202 and 503")
                .atMost("slowest", answers.slowest(), Duration.ofSeconds(2))
                .atMost("caught up after", observed.caughtUp(journal, back), Duration.ofSeconds(60))
                .note(
                        "longest gap %.1f s",
                        observed.longestSilence(struck, journal.to()).toMillis() / 1e3)
                .note("nodes restarted %d", cluster.unasked())
                .outcome();
    }
}
