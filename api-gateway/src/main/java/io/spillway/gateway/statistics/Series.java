package io.spillway.gateway.statistics;

import io.spillway.stream.query.statistics.Granularity;
import io.spillway.stream.query.statistics.Group;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An answer without gaps: each combination of values that was met has a row in every bucket of the question's span, in the
 * order of time, then of the values. Without dimensions there is always the one combination of none.
 *
 * @param rows at most 100,000
 */
record Series(List<Row> rows, boolean truncated) {

    static final int MOST_ROWS = 100_000;

    /** @param length how long the group's bucket is, or the span where there are no buckets */
    record Row(Group group, Sums sums, Duration length) {}

    /** The beginnings of all buckets that a span touches; those behind the first 100,001 are left out. */
    static List<Instant> buckets(Span span, Granularity granularity) {
        return Stream.iterate(granularity.start(span.from()), span.until()::isAfter, granularity::next)
                .limit(MOST_ROWS + 1)
                .toList();
    }

    static Series of(Question question, Statistics statistics) {
        var combinations = combinations(question, statistics);
        var buckets = question.granularity()
                .map(width -> buckets(question.span(), width).stream()
                        .map(Optional::of)
                        .toList())
                .orElse(List.of(Optional.empty()));
        var rows = buckets.stream()
                .flatMap(bucket -> combinations.stream().map(values -> new Group(bucket, values)))
                .limit(MOST_ROWS)
                .map(group ->
                        new Row(group, statistics.groups().getOrDefault(group, Sums.NONE), length(question, group)))
                .toList();
        var all = (long) buckets.size() * combinations.size();
        return new Series(rows, statistics.truncated() || all > rows.size());
    }

    private static List<List<String>> combinations(Question question, Statistics statistics) {
        return question.dimensions().isEmpty()
                ? List.of(List.of())
                : statistics.groups().keySet().stream()
                        .map(Group::values)
                        .distinct()
                        .sorted(byEachValue(question.dimensions().size()))
                        .toList();
    }

    private static Comparator<List<String>> byEachValue(int size) {
        return IntStream.range(0, size)
                .<Comparator<List<String>>>mapToObj(place -> Comparator.comparing(values -> values.get(place)))
                .reduce((one, next) -> one.thenComparing(next))
                .orElseThrow();
    }

    private static Duration length(Question question, Group group) {
        return group.bucket()
                .map(start -> Duration.between(
                        start, question.granularity().orElseThrow().next(start)))
                .orElse(question.span().length());
    }
}
