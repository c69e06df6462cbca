package io.spillway.load.generator;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** When the next request should be sent; all times are those of {@link System#nanoTime}. */
interface Pace {

    /** What {@link #due} answers when nothing is to be sent any more. */
    long NEVER = Long.MAX_VALUE;

    /** The time at which the next request should be or should have been sent. */
    long due(long now);

    /** The next request has been sent. */
    void taken();

    /** So many requests a second, whatever the answers: a late one is late by its own fault and counts so. */
    static Pace open(double perSecond, long start, Duration length) {
        return new Open(TimeUnit.SECONDS.toNanos(1) / perSecond, start, start + length.toNanos());
    }

    /** As soon as a connection is free, while the gate is open. */
    static Pace closed(long start, Duration length, BooleanSupplier gate) {
        return new Closed(start + length.toNanos(), gate);
    }

    /** See {@link Pace#open}. */
    final class Open implements Pace {

        private final double interval;
        private final long start;
        private final long end;
        private long sent;

        private Open(double interval, long start, long end) {
            this.interval = interval;
            this.start = start;
            this.end = end;
        }

        @Override
        public long due(long now) {
            long next = start + (long) (sent * interval);
            return next - end < 0 ? next : NEVER;
        }

        @Override
        public void taken() {
            sent++;
        }
    }

    /** See {@link Pace#closed}. */
    record Closed(long end, BooleanSupplier gate) implements Pace {

        private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(3);

        @Override
        public long due(long now) {
            if (now - end >= 0) {
                return NEVER;
            }
            return gate.getAsBoolean() ? now : now + LOOK_AGAIN;
        }

        @Override
        public void taken() {
            // whoever has a free connection may send again
        }
    }
}
