package io.spillway.load.check;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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
        var checker = new Checker(Journal.read(journal));
        try (var lines = Files.newBufferedReader(ledger)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                checker.take(Arrival.of(line));
            }
        }
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
        var acknowledge = Latency.histogram();
        var deliver = Latency.histogram();
        long refused = 0;
        long delivered = 0;
        long acknowledged = 0;
        long lastAt = journal.to();
        int fanOut = journal.workload().fanOut();
        for (int event = 0; event < journal.events().size(); event++) {
            var sent = journal.events().get(event);
            boolean measured = event >= journal.measuredFrom();
            if (!sent.accepted()) {
                refused++;
                continue;
            }
            if (measured) {
                acknowledged++;
                Latency.add(acknowledge, sent.acknowledged() - sent.intended());
            }
            for (int destination = 0; destination < fanOut; destination++) {
                long at = expectation.firstAt(event, destination);
                if (expectation.accepted(event, destination)) {
                    delivered++;
                }
                if (measured && at > 0) {
                    Latency.add(deliver, at - sent.intended());
                    lastAt = Math.max(lastAt, at);
                }
            }
        }
        double seconds = (journal.to() - journal.from()) / (double) TimeUnit.SECONDS.toNanos(1);
        long size = journal.events().size();
        return new Findings(
                size,
                refused,
                (size - refused) * fanOut,
                delivered,
                expectation.duplicates(),
                expectation.faults(),
                acknowledged / seconds,
                arrivedInTime / seconds,
                Duration.ofNanos(lastAt - journal.to()),
                Latency.of(acknowledge),
                Latency.of(deliver));
    }
}
