package io.spillway.load.faults;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the receiver got, in the order of arrival. */
final class Observed {

    private final List<Arrival> arrivals;
    private final Map<String, List<Arrival>> byEvent;

    /** @param arrivals lines of its ledger */
    Observed(List<Arrival> arrivals) {
        this.arrivals = List.copyOf(arrivals);
        byEvent = arrivals.stream().collect(Collectors.groupingBy(Arrival::event));
    }

    static Observed in(Path ledger) throws IOException {
        try (var lines = Files.lines(ledger)) {
            return new Observed(lines.map(Arrival::of).toList());
        }
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    /** The requests for an event, at whatever place. */
    List<Arrival> of(String event) {
        return byEvent.getOrDefault(event, List.of());
    }

    Observed only(Predicate<Arrival> wanted) {
        return new Observed(arrivals.stream().filter(wanted).toList());
    }

    /**
     * The longest time in which nothing arrived: between two arrivals, or an arrival and an end of the period.
     *
     * @param from in nanoseconds since 1970
     * @param to likewise
     */
    Duration longestSilence(long from, long to) {
        long before = from;
        long longest = 0;
        for (var arrival : arrivals) {
            if (arrival.at() > from && arrival.at() < to) {
                longest = Math.max(longest, arrival.at() - before);
                before = arrival.at();
            }
        }
        return Duration.ofNanos(Math.max(longest, to - before));
    }

    /** How long after an instant the last of those events arrived that had been promised before it. */
    Duration caughtUp(Journal journal, long instant) {
        long last = instant;
        for (int event = 0; event < journal.events().size(); event++) {
            var sent = journal.events().get(event);
            if (sent.accepted() && sent.acknowledged() < instant) {
                last = Math.max(last, firstAt(journal.workload().eventId(event), instant));
            }
        }
        return Duration.ofNanos(last - instant);
    }

    private long firstAt(String event, long otherwise) {
        var requests = of(event);
        return requests.isEmpty() ? otherwise : requests.getFirst().at();
    }

    /** The requests of each delivery, by its id. */
    Map<String, List<Arrival>> byDelivery() {
        return arrivals.stream().collect(Collectors.groupingBy(Arrival::delivery));
    }
}
