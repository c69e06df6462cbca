package io.spillway.load.check;

import io.spillway.load.Journal;
import io.spillway.load.Sent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Adds up a run, event by event. */
final class Tally {

    private final Journal journal;
    private final Expectation expectation;
    private final Recorded recorded;
    private final Map<Standing, Long> undelivered = new EnumMap<>(Standing.class);
    private final Histogram acknowledge = Latency.histogram();
    private final Histogram deliver = Latency.histogram();
    private long refused;
    private long unnamed;
    private long delivered;
    private long unrecorded;
    private long lastAt;

    Tally(Journal journal, Expectation expectation, Recorded recorded) {
        this.journal = journal;
        this.expectation = expectation;
        this.recorded = recorded;
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
            end(event, destination);
        }
    }

    private void end(int event, int destination) {
        var standing = recorded.of(
                journal.workload().eventId(event), journal.workload().destination(destination));
        if (expectation.accepted(event, destination)) {
            delivered++;
            unrecorded += standing == Standing.DELIVERED ? 0 : 1;
        } else {
            undelivered.merge(standing, 1L, Long::sum);
        }
    }

    private Findings.Ends ends() {
        return new Findings.Ends(
                delivered,
                undelivered.getOrDefault(Standing.DEAD, 0L),
                undelivered.getOrDefault(Standing.CANCELLED, 0L),
                undelivered.getOrDefault(Standing.SCHEDULED, 0L),
                unrecorded);
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
                ends(),
                expectation.duplicates(),
                expectation.inversions(),
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
