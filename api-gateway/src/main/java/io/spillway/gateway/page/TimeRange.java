package io.spillway.gateway.page;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Query;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.wire.Rfc3339;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads {@code time[gte|lte|gt|lt]}: RFC 3339 or a date, which means its first moment in UTC. */
public final class TimeRange {

    private static final String NAME = "time";
    private static final int DATE = "YYYY-MM-DD".length();

    private TimeRange() {}

    /** Lists know milliseconds only, so a finer bound is moved to the millisecond that keeps its meaning. */
    public static Period of(Query query) {
        var period = Period.ALWAYS;
        for (var operator : query.operators(NAME)) {
            var given = query.one(NAME + "[" + operator + "]");
            if (given.isPresent()) {
                period = narrowed(period, operator, time(operator, given.get()));
            }
        }
        return period;
    }

    private static Period narrowed(Period period, String operator, Instant time) {
        return switch (operator) {
            case "gte" -> from(period, ceiling(time));
            case "gt" -> from(period, afterFloor(time));
            case "lt" -> until(period, ceiling(time));
            case "lte" -> until(period, afterFloor(time));
            default ->
                throw ApiException.badRequest(
                        "operator '" + operator + "' is not supported, use 'gte', 'lte', 'gt', or 'lt'");
        };
    }

    private static Period from(Period period, Instant from) {
        return new Period(period.from().filter(from::isBefore).or(() -> Optional.of(from)), period.until());
    }

    private static Period until(Period period, Instant until) {
        return new Period(period.from(), period.until().filter(until::isAfter).or(() -> Optional.of(until)));
    }

    private static Instant ceiling(Instant time) {
        var floor = time.truncatedTo(ChronoUnit.MILLIS);
        return floor.equals(time) ? time : floor.plusMillis(1);
    }

    private static Instant afterFloor(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private static Instant time(String operator, String text) {
        return parse(text)
                .orElseThrow(() -> ApiException.invalidQuery(
                        NAME + "[" + operator + "]", "must be an RFC 3339 time or a date (YYYY-MM-DD)"));
    }

    /** A time or a date; nothing where the text is neither. */
    public static Optional<Instant> parse(String text) {
        // A plus sign that was not percent-encoded arrives as a space.
        return Rfc3339.parse(text.length() == DATE ? text + "T00:00:00Z" : text.replace(' ', '+'));
    }
}
