package io.spillway.load.bench;

import io.spillway.load.check.Findings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a scenario must reach. */
@FunctionalInterface
interface Bar {

    /**
     * What is wrong, in words; nothing when it is reached.
     *
     * @param others what other scenarios of the same run gave, by name
     */
    Optional<String> objection(Findings found, Map<String, Findings> others);

    static Bar deliveries(double perSecond) {
        return (found, others) -> unless(
                found.deliveriesPerSecond() >= perSecond,
                "%.0f deliveries/s, less than %.0f",
                found.deliveriesPerSecond(),
                perSecond);
    }

    static Bar acks(double perSecond) {
        return (found, others) -> unless(
                found.acksPerSecond() >= perSecond, "%.0f acks/s, less than %.0f", found.acksPerSecond(), perSecond);
    }

    /** @param millis from the intended time to the receiver */
    static Bar p50(double millis) {
        return (found, others) -> unless(
                found.deliver().p50() <= millis,
                "p50 %.1f ms, more than %.1f",
                found.deliver().p50(),
                millis);
    }

    /** @param millis from the intended time to the receiver */
    static Bar p99(double millis) {
        return (found, others) -> unless(
                found.deliver().p99() <= millis,
                "p99 %.1f ms, more than %.1f",
                found.deliver().p99(),
                millis);
    }

    /** A share of the events that another scenario acknowledged each second; asks for nothing where that one was not run. */
    static Bar share(double least, String of) {
        return (found, others) -> Optional.ofNullable(others.get(of))
                .map(other -> found.acksPerSecond() / other.acksPerSecond())
                .flatMap(share ->
                        unless(share >= least, "%.0f %% of " + of + ", less than %.0f %%", 100 * share, 100 * least));
    }

    private static Optional<String> unless(boolean good, String text, double value, double bound) {
        return good ? Optional.empty() : Optional.of(String.format(Locale.ROOT, text, value, bound));
    }
}
