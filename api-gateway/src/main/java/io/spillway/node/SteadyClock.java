package io.spillway.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the wall clock was set back. Kafka's clients reckon by it: they send no heartbeat until it is again where it
 * was, are dismissed from their groups and do not notice, so nothing moves. For one thread.
 */
final class SteadyClock {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);
    /** As long as a group waits for a heartbeat. */
    private static final Duration FORGIVEN = Duration.ofSeconds(10);

    private final InstantSource wall;
    private final LongSupplier monotonic;
    /** The furthest that the wall clock has been before the monotonic one, in milliseconds. */
    private long furthest = Long.MIN_VALUE;

    /** @param monotonic in nanoseconds */
    SteadyClock(InstantSource wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
    }

    /** Whether it has not been set back since it was first asked. To be asked every second or so. */
    boolean steady() {
        long ahead = wall.millis() - Duration.ofNanos(monotonic.getAsLong()).toMillis();
        furthest = Math.max(furthest, ahead);
        boolean steady = furthest - ahead <= FORGIVEN.toMillis();
        if (!steady) {
            LOG.error(
                    "The clock was set back by {} s. Kafka's clients would wait for as long: this process is to be replaced.",
                    Duration.ofMillis(furthest - ahead).toSeconds());
        }
        return steady;
    }
}
