package io.spillway.stream.query.statistics;

import io.spillway.stream.query.Criteria.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time over which something is counted. Rows are known to the millisecond, so a finer bound is moved to the next one,
 * which keeps its meaning.
 *
 * @param from included
 * @param until not included, later than {@code from}
 */
public record Span(Instant from, Instant until) {

    public Span {
        from = ceiling(from);
        until = ceiling(until);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a span must end after it begins");
        }
    }

    public Period period() {
        return new Period(Optional.of(from), Optional.of(until));
    }

    public Duration length() {
        return Duration.between(from, until);
    }

    private static Instant ceiling(Instant time) {
        var floor = time.truncatedTo(ChronoUnit.MILLIS);
        return floor.equals(time) ? time : floor.plusMillis(1);
    }
}
