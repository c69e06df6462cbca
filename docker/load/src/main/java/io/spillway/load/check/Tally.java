package io.spillway.load.check;

import io.spillway.load.Journal;
import io.spillway.load.Sent;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Adds up a run, event by event. */
final class Tally {

    private final Journal journal;
    private final Expectation expectation;
    private final Histogram acknowledge = Latency.histogram();
    private final Histogram deliver = Latency.histogram();
    private long refused;
    private long unnamed;
    private long delivered;
    private long lastAt;

    Tally(Journal journal, Expectation expectation) {
        this.journal = journal;
        this.expectation = expectation;
        lastAt = journal.to();
    }

    void add(int event) {
        var sent = journal.events().get(event);
        if (!sent.accepted()) {
            refused++;
            return;
        }
        if (sent.destinations() >= 0
                && sent.destinations() != journal.workload().fanOut()) {
            unnamed++;
        }
        if (event >= journal.measuredFrom()) {
            measure(event, sent);
        }
        for (int destination = 0; destination < journal.workload().fanOut(); destination++) {
            if (expectation.accepted(event, destination)) {
                delivered++;
            }
        }
    }

    /**
     * The sums.
     *
     * @param arrivedInTime requests that arrived while it was measured
     * @param seconds for which it was measured
     */
    Findings findings(long arrivedInTime, double seconds) {
        long size = journal.events().size();
        return new Findings(
                size,
                refused,
                unnamed,
                (size - refused) * journal.workload().fanOut(),
                delivered,
                expectation.duplicates(),
                expectation.faults(),
                acknowledge.getTotalCount() / seconds,
                arrivedInTime / seconds,
                Duration.ofNanos(lastAt - journal.to()),
                Latency.of(acknowledge),
                Latency.of(deliver));
    }

    private void measure(int event, Sent sent) {
        Latency.add(acknowledge, sent.acknowledged() - sent.intended());
        for (int destination = 0; destination < journal.workload().fanOut(); destination++) {
            long at = expectation.firstAt(event, destination);
            if (at > 0) {
                Latency.add(deliver, at - sent.intended());
                lastAt = Math.max(lastAt, at);
            }
        }
    }
}
