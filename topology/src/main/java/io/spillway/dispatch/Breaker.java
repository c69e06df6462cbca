package io.spillway.dispatch;

import io.spillway.domain.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps calls from one destination that fails again and again: after so many failures in a row it opens, and nothing is called
 * until its time is over; then one call tries, alone, whose end closes it or opens it again. Instants are nanoseconds of a
 * monotonic clock.
 */
final class Breaker {

    /** How long a delivery stays away at least that was sent away so many times before. */
    private static final List<Duration> AWAY =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60));

    private int failures;
    private boolean open;
    private boolean probing;
    private long probeAt;

    boolean isOpen() {
        return open;
    }

    /** When the probe may start; said of an open one. */
    long probeAt() {
        return probeAt;
    }

    /** Whether it has seen what it must not forget. */
    boolean remembers() {
        return failures > 0;
    }

    void called() {
        probing = open;
    }

    /** Says that a call is over of which there is nothing (more) to tell. */
    void left() {
        probing = false;
    }

    /** @param rule empty where the destination wants no breaker (any more) */
    void heard(Signal signal, Optional<Pace.Breaker> rule, long now) {
        if (rule.isEmpty()) {
            close();
        } else if (probing || !open) {
            follow(signal, rule.get(), now);
        }
    }

    /** What ends while it is open, and is not the probe, began before it opened and tells nothing new. */
    private void follow(Signal signal, Pace.Breaker rule, long now) {
        left();
        switch (signal) {
            case Signal.Well ignored -> close();
            case Signal.Ill ignored -> count(rule, now);
            case Signal.Overloaded ignored -> count(rule, now);
            case Signal.Silence ignored -> {}
        }
    }

    private void count(Pace.Breaker rule, long now) {
        failures++;
        if (open || failures >= rule.failures()) {
            open = true;
            probeAt = now + rule.open().toNanos();
        }
    }

    void close() {
        failures = 0;
        open = false;
        probing = false;
    }

    /** How long a delivery has to stay away, said of an open one. */
    Duration away(int timesBefore, long now) {
        var least = AWAY.get(Math.min(timesBefore, AWAY.size() - 1));
        var untilProbe = Duration.ofNanos(probeAt - now);
        return untilProbe.compareTo(least) > 0 ? untilProbe : least;
    }
}
