package io.spillway.stream.query.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The width of the buckets in which figures are given over time, as {@code 5m}; all in UTC.
 *
 * <p>Buckets of seconds, minutes, hours and days begin at multiples of their width since 1970-01-01, those of weeks since
 * the Sunday 1970-01-04, those of months since January 1970.
 */
public record Granularity(int size, Unit unit) {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})([smhdwM])");
    private static final long FIRST_SUNDAY = Duration.ofDays(3).toMillis();
    private static final long FIRST_MONTH = YearMonth.of(1970, 1).getLong(ChronoField.PROLEPTIC_MONTH);

    /** What widths are counted in; months have no length of their own. */
    public enum Unit {
        SECOND("s", 60, Duration.ofSeconds(1)),
        MINUTE("m", 60, Duration.ofMinutes(1)),
        HOUR("h", 24, Duration.ofHours(1)),
        DAY("d", 31, Duration.ofDays(1)),
        WEEK("w", 4, Duration.ofDays(7)),
        MONTH("M", 12, Duration.ZERO);

        private final String letter;
        private final int most;
        private final long millis;

        Unit(String letter, int most, Duration length) {
            this.letter = letter;
            this.most = most;
            this.millis = length.toMillis();
        }
    }

    public Granularity {
        if (size < 1 || size > unit.most) {
            throw refusal(
                    "" + size + unit.letter,
                    size == 0 ? "value must be > 0" : unit.letter + " value must be between 1 and " + unit.most);
        }
    }

    /** Reads {@code <number><unit>}; throws {@link IllegalArgumentException}, which says what is wrong, for anything else. */
    public static Granularity parse(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw refusal(
                    text,
                    "must match <number><unit> where unit is one of "
                            + Arrays.stream(Unit.values())
                                    .map(unit -> unit.letter)
                                    .collect(Collectors.joining(",")));
        }
        var unit = Arrays.stream(Unit.values())
                .filter(one -> one.letter.equals(parts.group(2)))
                .findFirst()
                .orElseThrow();
        return new Granularity(Integer.parseInt(parts.group(1)), unit);
    }

    private static IllegalArgumentException refusal(String text, String rule) {
        return new IllegalArgumentException("invalid granularity \"" + text + "\": " + rule);
    }

    /** The beginning of the bucket that a time falls into. */
    public Instant start(Instant time) {
        if (unit == Unit.MONTH) {
            var month = YearMonth.from(time.atOffset(ZoneOffset.UTC)).getLong(ChronoField.PROLEPTIC_MONTH);
            return firstOf(floor(month, FIRST_MONTH, size));
        }
        var anchor = unit == Unit.WEEK ? FIRST_SUNDAY : 0;
        return Instant.ofEpochMilli(floor(time.toEpochMilli(), anchor, size * unit.millis));
    }

    /** The beginning of the bucket after one that begins at this time. */
    public Instant next(Instant start) {
        return unit == Unit.MONTH
                ? start.atOffset(ZoneOffset.UTC).plusMonths(size).toInstant()
                : start.plusMillis(size * unit.millis);
    }

    private static long floor(long value, long anchor, long width) {
        return Math.floorDiv(value - anchor, width) * width + anchor;
    }

    private static Instant firstOf(long prolepticMonth) {
        return YearMonth.of(0, 1)
                .with(ChronoField.PROLEPTIC_MONTH, prolepticMonth)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    @Override
    public String toString() {
        return size + unit.letter;
    }
}
