package io.spillway.stream.query.statistics;

import java.util.Map;
import java.util.stream.Stream;

/**
 * The answer to a question, or a part of it.
 *
 * @param groups those in which anything was counted
 * @param truncated whether there were more groups than are kept
 */
public record Statistics(Map<Group, Sums> groups, boolean truncated) {

    public Statistics {
        groups = Map.copyOf(groups);
    }

    /** The parts together, each taken in before the next is asked for. */
    public static Statistics merged(Stream<Statistics> parts) {
        var tally = new Tally();
        parts.forEach(tally::add);
        return tally.statistics();
    }
}
