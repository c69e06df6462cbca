package io.spillway.load.faults;

import io.spillway.load.Journal;
import io.spillway.load.Sent;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the door answered publishes.
 *
 * @param counts status → how often; 0 stands for no answer
 * @param slowest from the intended time to the answer
 */
record Answers(Map<Integer, Long> counts, Duration slowest) {

    static Answers of(Journal journal) {
        var counts = journal.events().stream()
                .collect(Collectors.groupingBy(Sent::status, TreeMap::new, Collectors.counting()));
        long slowest = journal.events().stream()
                .mapToLong(sent -> sent.acknowledged() - sent.intended())
                .max()
                .orElse(0);
        return new Answers(counts, Duration.ofNanos(slowest));
    }

    /** Whether there was nothing but a promise, or a request to come again. */
    boolean onlyPromisesAndRefusals() {
        return counts.keySet().stream().allMatch(status -> status == 202 || status == 503);
    }
}
