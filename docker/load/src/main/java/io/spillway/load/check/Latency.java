package io.spillway.load.check;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Percentiles of a duration, in milliseconds, counted from the time at which an event should have been sent. */
public record Latency(long count, double p50, double p95, double p99, double p999, double max) {

    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(TimeUnit.MICROSECONDS.toNanos(1), LONGEST, DIGITS);
    }

    static void add(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                milliseconds(nanos.getValueAtPercentile(50)),
                milliseconds(nanos.getValueAtPercentile(95)),
                milliseconds(nanos.getValueAtPercentile(99)),
                milliseconds(nanos.getValueAtPercentile(99.9)),
                milliseconds(nanos.getMaxValue()));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.2f  p95 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms", p50, p95, p99, p999, max);
    }

    private static double milliseconds(long nanos) {
        return nanos / 1e6;
    }
}
