package io.spillway.dispatch;

import io.spillway.domain.Pace;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast one destination may be called: at the pace that it was given, more slowly for a while where it said that it is
 * asked too much, and not at all while it rests. Instants are nanoseconds of a monotonic clock.
 *
 * <p>A rate is kept by the generic cell rate algorithm: calls are an interval apart, and after a pause as many may follow
 * each other at once as the burst allows. A slower destination has half as many calls at a time, and half the rate.
 */
final class Tempo {

    static final Duration LONGEST_REST = Duration.ofSeconds(60);
    /** Answers to calls that were in flight together tell one thing. */
    static final Duration ONE_SIGNAL = Duration.ofSeconds(1);

    static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final int MOST_HALVINGS = 3;
    private static final double SECOND = 1e9;

    private Pace pace;
    private long nextCall;
    private long restUntil;
    private int halvings;
    private long slowedAt;

    /** @param pace that says how many calls are in flight at most, as every later one does */
    Tempo(Pace pace, long now) {
        this.pace = pace;
        nextCall = now;
        restUntil = now;
        slowedAt = now;
    }

    /** Takes over how it is to be now. */
    void follow(Pace wanted, long now) {
        if (!wanted.equals(pace)) {
            if (!wanted.rate().equals(pace.rate())) {
                nextCall = now;
            }
            pace = wanted;
        }
    }

    Optional<Pace.Breaker> breaker() {
        return pace.breaker();
    }

    /** Calls in flight at most. */
    int concurrency(long now) {
        return Math.max(1, pace.concurrency().orElseThrow() >> halvings(now));
    }

    /** Nanoseconds between one call and the next, of those that follow each other for long; 0 without a rate. */
    long interval(long now) {
        return pace.rate()
                .map(rate -> Math.round(SECOND / rate.perSecond()) << halvings(now))
                .orElse(0L);
    }

    /** When the next call may start; in the past where it might have long ago. */
    long opensAt(long now) {
        var burst = pace.rate().map(Pace.Rate::burst).orElse(1);
        var byRate = pace.rate().isEmpty() ? restUntil : nextCall - (burst - 1) * interval(now);
        return byRate - restUntil > 0 ? byRate : restUntil;
    }

    void called(long now) {
        if (pace.rate().isPresent()) {
            nextCall = (nextCall - now > 0 ? nextCall : now) + interval(now);
        }
    }

    void slow(Optional<Duration> rest, long now) {
        var before = halvings(now);
        if (before == 0 || now - slowedAt >= ONE_SIGNAL.toNanos()) {
            halvings = Math.min(MOST_HALVINGS, before + 1);
            slowedAt = now;
        }
        rest.map(asked -> now + Math.min(asked.toNanos(), LONGEST_REST.toNanos()))
                .filter(until -> until - restUntil > 0)
                .ifPresent(until -> restUntil = until);
    }

    /** Whether nothing would be lost by beginning anew. */
    boolean isUsual(long now) {
        return halvings(now) == 0 && restUntil - now <= 0 && (pace.rate().isEmpty() || nextCall - now <= 0);
    }

    private int halvings(long now) {
        return (int) Math.max(0, halvings - (now - slowedAt) / RECOVERY.toNanos());
    }
}
