package io.spillway.load.check;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Options;
import io.spillway.load.Workload;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.net.URI;
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

    /** Reads both files, the ledger line by line. What has not arrived is lost. */
    public static Findings check(Path journal, Path ledger) throws IOException {
        return check(Journal.read(journal), ledger, Recorded.NOTHING);
    }

    /** Likewise, but what has not arrived may have ended otherwise, or be scheduled. */
    public static Findings check(Journal journal, Path ledger, Recorded recorded) throws IOException {
        try (var lines = Files.lines(ledger)) {
            return check(journal, lines.map(Arrival::of), recorded);
        }
    }

    static Findings check(Journal journal, Stream<Arrival> ledger, Recorded recorded) {
        var checker = new Checker(journal);
        ledger.forEachOrdered(checker::take);
        return checker.findings(recorded);
    }

    /**
     * Prints the findings; ends with 1 when the law is broken.
     *
     * @param arguments {@code --journal file --ledger file}; with {@code --url} and {@code --key} of the gateway, deliveries
     *     that have not arrived may also be dead, cancelled or scheduled
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        var options = Options.of(Set.of("journal", "ledger", "url", "key"), arguments);
        var journal = Journal.read(Path.of(options.required("journal")));
        var findings = check(journal, Path.of(options.required("ledger")), recorded(options, journal.workload()));
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

    private static Recorded recorded(Options options, Workload workload) throws IOException, InterruptedException {
        if (options.text("url").isEmpty()) {
            return Recorded.NOTHING;
        }
        try (var api = new Api(URI.create(options.required("url")), options.text("key", ""))) {
            return Recorded.read(api, workload);
        }
    }

    private void take(Arrival arrival) {
        expectation.arrived(arrival);
        if (arrival.at() >= journal.from()
                && arrival.at() < journal.to()
                && journal.workload().sequence(arrival.event()).isPresent()) {
            arrivedInTime++;
        }
    }

    private Findings findings(Recorded recorded) {
        var tally = new Tally(journal, expectation, recorded);
        for (int event = 0; event < journal.events().size(); event++) {
            tally.add(event);
        }
        double seconds = (journal.to() - journal.from()) / (double) TimeUnit.SECONDS.toNanos(1);
        return tally.findings(arrivedInTime, seconds);
    }
}
