package io.spillway.load.bench;

import io.spillway.load.check.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of the table.
 *
 * @param way as the generator calls it
 * @param rate events a second, or 0 for as many as it takes
 * @param fanOut destinations of each tenant
 * @param floor what it must reach
 */
record Scenario(String name, String way, int rate, int fanOut, Floor floor) {

    private static final double BACKLOG_SECONDS = 5;
    private static final double UNNAMED_SHARE = 0.001;

    /** All that there are. */
    static final List<Scenario> ALL = List.of(
            new Scenario("rest", "rest", 0, 1, new Floor(2_500, Double.MAX_VALUE, Double.MAX_VALUE)),
            new Scenario("at-200", "rest", 200, 1, new Floor(0, 8, 40)),
            new Scenario("at-500", "rest", 500, 1, Floor.NONE),
            new Scenario("batch", "batch", 0, 1, Floor.NONE),
            new Scenario("kafka", "kafka", 0, 1, Floor.NONE),
            new Scenario("fan-out-10", "rest", 0, 10, Floor.NONE));

    /** What is run when nobody says otherwise. */
    static final String USUAL = "rest,at-200";

    /** @throws IllegalArgumentException for a name that is not one of {@link #ALL} */
    static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s is no scenario; there are %s"
                        .formatted(name, ALL.stream().map(Scenario::name).toList())));
    }

    /**
     * The least that is good enough.
     *
     * @param deliveriesPerSecond at least
     * @param p50 from intended time to receiver, in ms, at most
     * @param p99 likewise
     */
    record Floor(double deliveriesPerSecond, double p50, double p99) {
        static final Floor NONE = new Floor(0, Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** For how long to measure, unless told otherwise. */
    int seconds() {
        return rate == 0 ? 60 : 30;
    }

    /** For how long to warm up before, unless told otherwise. */
    int warmUpSeconds() {
        return rate == 0 ? 20 : 5;
    }

    /** What is wrong with a result, a sentence each; none when it is good. */
    List<String> objections(Findings found) {
        var objections = new ArrayList<String>();
        if (!found.lawHolds()) {
            objections.add(found.verdict());
        }
        if (found.refused() > 0) {
            objections.add(found.refused() + " events were refused");
        }
        if (found.unnamed() > found.sent() * UNNAMED_SHARE) {
            objections.add(found.unnamed() + " answers did not name the destinations");
        }
        object(
                objections,
                "%.0f deliveries/s, less than %.0f",
                -found.deliveriesPerSecond(),
                -floor.deliveriesPerSecond());
        object(objections, "p50 %.1f ms, more than %.1f", found.deliver().p50(), floor.p50());
        object(objections, "p99 %.1f ms, more than %.1f", found.deliver().p99(), floor.p99());
        object(objections, "backlog of %.1f s, more than %.1f", found.backlog().toMillis() / 1e3, BACKLOG_SECONDS);
        return objections.stream().map(text -> name + ": " + text).toList();
    }

    private static void object(List<String> objections, String text, double value, double limit) {
        if (value > limit) {
            objections.add(String.format(Locale.ROOT, text, Math.abs(value), Math.abs(limit)));
        }
    }
}
