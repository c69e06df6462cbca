package io.spillway.stream.query.statistics;

import java.util.Set;

/** What is counted. */
public enum Subject {
    /** By the time at which they happened. */
    EVENTS,
    /** By the time at which they ended. */
    ATTEMPTS;

    private static final Set<Dimension> OF_EVENTS =
            Set.of(Dimension.TENANT_ID, Dimension.TOPIC, Dimension.DESTINATION_ID);

    public boolean has(Dimension dimension) {
        return switch (this) {
            case EVENTS -> OF_EVENTS.contains(dimension);
            case ATTEMPTS -> true;
        };
    }
}
