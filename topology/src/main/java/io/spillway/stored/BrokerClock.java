package io.spillway.stored;

import java.time.Instant;

/** The time by the broker's clock, on which everything is due; never ahead of it. */
@FunctionalInterface
public interface BrokerClock {

    Instant now();
}
