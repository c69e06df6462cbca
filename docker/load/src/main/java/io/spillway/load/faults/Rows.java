package io.spillway.load.faults;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All rows, in the order of their ids. */
final class Rows {

    static final List<Row> ALL = List.of(
            new WorkerKilled(),
            new TasksKilled(),
            BrokerAway.stopped(),
            BrokerAway.killed(),
            BrokerAway.away(),
            new BrokerAwayAtStart(),
            new DiskFull(),
            new SlowEndpoints(),
            new MalformedEvents(),
            ClockJump.hourAhead(),
            ClockJump.twoHoursBack(),
            ClockJump.dayAhead(),
            RetrySchedule.alone(),
            RetrySchedule.withBacklog(),
            new FreshSubscriptions(),
            HostileEndpoints.roomy(),
            HostileEndpoints.tight(),
            new FewFiles(),
            new GracefulDrain(),
            new RollingRestart(),
            Signatures.standard(),
            Signatures.ours(),
            SilentStall.frozenBroker(),
            SilentStall.missingTopic(),
            new RoughNetwork(),
            new SmallState(),
            new Footprint());

    /** Those of {@code --fast}, in at most five minutes together. No build runs them: somebody has to ask. */
    private static final Set<String> FAST = Set.of("R01", "R02", "R04-kill", "R10", "R23");

    private Rows() {}

    static List<Row> fast() {
        return ALL.stream().filter(row -> FAST.contains(row.id())).toList();
    }

    /** @throws IllegalArgumentException for an id that is none */
    static List<Row> named(String ids) {
        return Stream.of(ids.split(",")).map(Rows::row).toList();
    }

    private static Row row(String id) {
        return ALL.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s is no row; there are %s"
                        .formatted(id, ALL.stream().map(Row::id).toList())));
    }
}
