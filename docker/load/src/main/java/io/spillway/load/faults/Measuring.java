package io.spillway.load.faults;

import io.spillway.load.check.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the figures of a row, and what is wrong with them. */
final class Measuring {

    private final int patience;
    private final List<String> figures = new ArrayList<>();
    private final List<String> objections = new ArrayList<>();

    /** @param patience by how much limits on time are stretched, where a machine is known to be busy */
    Measuring(int patience) {
        this.patience = patience;
    }

    /** A figure that is judged by nobody. */
    Measuring note(String format, Object... values) {
        figures.add(String.format(Locale.ROOT, format, values));
        return this;
    }

    /** A number with its limit. */
    Measuring atMost(String name, long number, long limit) {
        note("%s %d", name, number);
        return require(number <= limit, "%s %d, more than %d", name, number, limit);
    }

    /** A number that must be exactly so. */
    Measuring exactly(String name, long number, long wanted) {
        note("%s %d", name, number);
        return require(number == wanted, "%s %d instead of %d", name, number, wanted);
    }

    /** A duration with its limit, in seconds. */
    Measuring atMost(String name, Duration duration, Duration limit) {
        double seconds = duration.toNanos() / 1e9;
        var stretched = limit.multipliedBy(patience);
        note("%s %.2f s", name, seconds);
        return require(
                duration.compareTo(stretched) <= 0,
                "%s %.2f s, more than %.2f s",
                name,
                seconds,
                stretched.toMillis() / 1e3);
    }

    /** What every row demands: nothing lost, misrouted, altered or badly signed. */
    Measuring law(Findings findings) {
        note("%d promised, lost %d", findings.expected(), findings.lost());
        note("dup %d", findings.duplicates());
        require(findings.expected() > 0, "nothing was promised");
        return require(findings.lawHolds(), "%s", findings.verdict());
    }

    Measuring require(boolean holds, String format, Object... values) {
        if (!holds) {
            objections.add(String.format(Locale.ROOT, format, values));
        }
        return this;
    }

    Outcome outcome() {
        return new Outcome.Measured(String.join(", ", figures), objections);
    }
}
