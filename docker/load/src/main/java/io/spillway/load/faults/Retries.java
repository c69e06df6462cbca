package io.spillway.load.faults;

import io.spillway.load.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How late retries came, by their number.
 *
 * @param lateness of the first retry, the second, …, beyond the wait of the schedule, in ascending order; negative where it
 *     was early
 */
record Retries(List<List<Duration>> lateness) {

    /** @param waits the schedule */
    static Retries of(Observed observed, List<Duration> waits) {
        var lateness = Stream.generate(() -> (List<Duration>) new ArrayList<Duration>())
                .limit(waits.size())
                .toList();
        for (var requests : observed.byDelivery().values()) {
            var inOrder = requests.stream()
                    .sorted(Comparator.comparingLong(Arrival::at))
                    .toList();
            for (int next = 1; next < inOrder.size(); next++) {
                int retry = inOrder.get(next).attempt() - 2;
                // A repeated attempt says nothing about the wait before it.
                if (retry == inOrder.get(next - 1).attempt() - 1 && retry >= 0 && retry < waits.size()) {
                    lateness.get(retry)
                            .add(Duration.ofNanos(inOrder.get(next).at()
                                            - inOrder.get(next - 1).at())
                                    .minus(waits.get(retry)));
                }
            }
        }
        return new Retries(
                lateness.stream().map(one -> one.stream().sorted().toList()).toList());
    }

    /** How many retries there were of this number, from 0 on. */
    int count(int retry) {
        return lateness.get(retry).size();
    }

    long early() {
        return lateness.stream()
                .flatMap(List::stream)
                .filter(Duration::isNegative)
                .count();
    }

    /** The least that is longer than 99 % of them are late; zero where there are none. */
    Duration p99(int retry) {
        var sorted = lateness.get(retry);
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100));
    }
}
