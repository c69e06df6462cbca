package io.spillway.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The retry tiers of a deployment, shortest first. */
public record Tiers(List<Tier> all) {

    /** A record may be released this much before the end of its tier's delay, when that is when it is due. */
    public static final Duration TOLERANCE = Duration.ofMillis(250);

    public Tiers {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one retry tier is needed");
        }
        all = all.stream().sorted(Comparator.comparing(Tier::delay)).distinct().toList();
    }

    /** The longest tier that is over by {@code due}, give or take the tolerance, else the shortest. */
    public Tier towards(Instant due, Instant now) {
        var remaining = Duration.between(now, due).plus(TOLERANCE);
        return all.reversed().stream()
                .filter(tier -> tier.delay().compareTo(remaining) <= 0)
                .findFirst()
                .orElse(all.getFirst());
    }
}
