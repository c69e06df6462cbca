package io.spillway.stream.query.statistics;

import java.util.EnumSet;
import java.util.Set;

/** What is counted. */
public enum Subject {
    /** By the time at which they happened. */
    EVENTS(EnumSet.of(Dimension.TENANT_ID, Dimension.TOPIC, Dimension.DESTINATION_ID)),
    /** By the time at which they ended. */
    ATTEMPTS(EnumSet.allOf(Dimension.class));

    private final Set<Dimension> dimensions;

    Subject(Set<Dimension> dimensions) {
        this.dimensions = dimensions;
    }

    public boolean has(Dimension dimension) {
        return dimensions.contains(dimension);
    }
}
