package io.spillway.stream.query.statistics;

import java.util.HashMap;
import java.util.Map;

/** Adds up sums by group, and keeps no more than 100,000 groups: what belongs to a further one is left out. */
final class Tally {

    private static final int MOST_GROUPS = 100_000;

    private final int most;
    private final Map<Group, Sums> groups = new HashMap<>();
    private boolean truncated;

    Tally() {
        this(MOST_GROUPS);
    }

    Tally(int most) {
        this.most = most;
    }

    void add(Group group, Sums sums) {
        if (groups.size() < most || groups.containsKey(group)) {
            groups.merge(group, sums, Sums::plus);
        } else {
            truncated = true;
        }
    }

    void add(Statistics part) {
        part.groups().forEach(this::add);
        truncated |= part.truncated();
    }

    Statistics statistics() {
        return new Statistics(groups, truncated);
    }
}
