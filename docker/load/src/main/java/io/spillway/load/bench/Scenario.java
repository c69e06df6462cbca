package io.spillway.load.bench;

import io.spillway.load.check.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the table.
 *
 * @param way as the generator calls it
 * @param rate events a second, or 0 for as many as it takes
 * @param fanOut destinations of each tenant
 * @param bars what it must reach
 */
record Scenario(String name, String way, int rate, int fanOut, List<Bar> bars) {

    /** Nothing of Spillway: the HTTP client alone against the receiver. */
    static final String CEILING = "ceiling";

    /** Nothing of Spillway: the server alone, with an empty handler. */
    static final String EMPTY = "empty";

    private static final Pattern FIXED = Pattern.compile("at-([1-9][0-9]{0,4})");
    private static final double BACKLOG_SECONDS = 5;
    private static final double UNNAMED_SHARE = 0.001;

    /** All that there are. */
    static final List<Scenario> ALL = List.of(
            new Scenario(CEILING, "bare", 0, 1, List.of()),
            new Scenario(EMPTY, "rest", 0, 0, List.of()),
            new Scenario("publish", "rest", 0, 0, List.of(Bar.share(0.15, EMPTY))),
            new Scenario("publish-batch", "batch", 0, 0, List.of(Bar.acks(20_000))),
            new Scenario("rest", "rest", 0, 1, List.of(Bar.deliveries(4_000))),
            new Scenario("batch", "batch", 0, 1, List.of(Bar.deliveries(6_000))),
            new Scenario("kafka", "kafka", 0, 1, List.of(Bar.deliveries(6_500), Bar.share(0.25, CEILING))),
            new Scenario("fan-out-10", "rest", 0, 10, List.of(Bar.deliveries(12_000))),
            new Scenario("at-200", "rest", 200, 1, List.of(Bar.p50(4), Bar.p99(15))),
            new Scenario("at-500", "rest", 500, 1, List.of(Bar.p99(25))));

    /** What is run when nobody says otherwise. */
    static final String USUAL = "ceiling,rest,at-200";

    /** @throws IllegalArgumentException for a name that is neither one of {@link #ALL} nor {@code at-} and a rate */
    static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .or(() -> at(name))
                .orElseThrow(() -> new IllegalArgumentException("%s is no scenario; there are %s"
                        .formatted(name, ALL.stream().map(Scenario::name).toList())));
    }

    /** A fixed rate without bars, as {@code at-50}. */
    private static Optional<Scenario> at(String name) {
        return Optional.of(FIXED.matcher(name))
                .filter(Matcher::matches)
                .map(fixed -> new Scenario(name, "rest", Integer.parseInt(fixed.group(1)), 1, List.of()));
    }

    /** For how long to measure, unless told otherwise. */
    int seconds() {
        return rate == 0 ? 60 : 30;
    }

    /** For how long to warm up before, unless told otherwise. */
    int warmUpSeconds() {
        return rate == 0 ? 20 : 5;
    }

    /** Whether it goes through Spillway, whose answers then name destinations. */
    boolean throughSpillway() {
        return !name.equals(CEILING) && !name.equals(EMPTY);
    }

    /**
     * What is wrong with a result, a sentence each; none when it is good.
     *
     * @param others what the scenarios of the run gave, by name
     */
    List<String> objections(Findings found, Map<String, Findings> others) {
        var objections = new ArrayList<String>();
        if (!found.lawHolds()) {
            objections.add(found.verdict());
        }
        if (found.refused() > 0) {
            objections.add(found.refused() + " events were refused");
        }
        if (throughSpillway() && found.unnamed() > found.sent() * UNNAMED_SHARE) {
            objections.add(found.unnamed() + " answers did not name the destinations");
        }
        if (found.backlog().toMillis() > BACKLOG_SECONDS * 1e3) {
            objections.add(String.format(
                    Locale.ROOT,
                    "backlog of %.1f s, more than %.1f",
                    found.backlog().toMillis() / 1e3,
                    BACKLOG_SECONDS));
        }
        bars.forEach(bar -> bar.objection(found, others).ifPresent(objections::add));
        return objections.stream().map(text -> name + ": " + text).toList();
    }
}
