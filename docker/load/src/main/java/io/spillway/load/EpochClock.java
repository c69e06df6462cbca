package io.spillway.load;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The system's wall clock in nanoseconds since 1970, the only clock that processes on one machine share by contract. */
public final class EpochClock {

    private EpochClock() {}

    public static long nanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
