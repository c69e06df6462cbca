package io.spillway.load;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The system's wall clock in nanoseconds since 1970, the only clock that processes on one machine share by contract. */
public final class EpochClock {

    private static final long AT_ONCE = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int TRIES = 10;

    private EpochClock() {}

    public static long nanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** The same time as this one of {@link System#nanoTime}, however busy the machine is while both clocks are read. */
    public static long of(long nanoTime) {
        for (int tries = 1; ; tries++) {
            long before = System.nanoTime();
            long since1970 = nanos();
            if (System.nanoTime() - before < AT_ONCE || tries == TRIES) {
                return since1970 - (before - nanoTime);
            }
        }
    }
}
