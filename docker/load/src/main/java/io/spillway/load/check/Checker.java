package io.spillway.load.check;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Joins a journal with a ledger. */
public final class Checker {

    private final Journal journal;
    private final Expectation expectation;
    private long arrivedInTime;

    private Checker(Journal journal) {
        this.journal = journal;
        expectation = new Expectation(journal);
    }

    /** Reads both files, the ledger line by line. */
    public static Findings check(Path journal, Path ledger) throws IOException {
        try (var lines = Files.lines(ledger)) {
            return check(Journal.read(journal), lines.map(Arrival::of));
        }
    }

    static Findings check(Journal journal, Stream<Arrival> ledger) {
        var checker = new Checker(journal);
        ledger.forEachOrdered(checker::take);
        return checker.findings();
    }

    /**
     * Prints the findings; ends with 1 when the law is broken.
     *
     * @param arguments {@code --journal file --ledger file}
     */
    public static void main(String... arguments) throws IOException {
        var options = Options.of(Set.of("journal", "ledger"), arguments);
        var findings = check(Path.of(options.required("journal")), Path.of(options.required("ledger")));
        System.out.printf(
                "acknowledged %.0f/s, delivered %.0f/s, backlog at the end %.1f s%n",
                findings.acksPerSecond(),
                findings.deliveriesPerSecond(),
                findings.backlog().toMillis() / 1e3);
        System.out.println("to the answer:   " + findings.acknowledge());
        System.out.println("to the receiver: " + findings.deliver());
        System.out.println(findings.verdict());
        System.exit(findings.lawHolds() ? 0 : 1);
    }

    private void take(Arrival arrival) {
        expectation.arrived(arrival);
        if (arrival.at() >= journal.from()
                && arrival.at() < journal.to()
                && journal.workload().sequence(arrival.event()).isPresent()) {
            arrivedInTime++;
        }
    }

    private Findings findings() {
        var tally = new Tally(journal, expectation);
        for (int event = 0; event < journal.events().size(); event++) {
            tally.add(event);
        }
        double seconds = (journal.to() - journal.from()) / (double) TimeUnit.SECONDS.toNanos(1);
        return tally.findings(arrivedInTime, seconds);
    }
}
