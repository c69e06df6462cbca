package io.spillway.history;

import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Granularity;
import io.spillway.stream.query.statistics.Group;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Counts in the log store. The database adds up by the unit of the buckets and by the dimensions; the buckets themselves
 * are made here, by the rule that the nodes' own figures follow.
 */
final class PastFigures {

    /** Bounds memory. */
    private static final int GROUPS_AT_MOST = 100_000;

    private final Question question;

    PastFigures(Question question) {
        this.question = question;
    }

    Statistics count(Connection connection) throws SQLException {
        var columns = new ArrayList<String>();
        columns.add(question.granularity().map(PastFigures::unit).orElse("null::timestamptz"));
        question.dimensions().forEach(dimension -> columns.add(column(dimension)));
        var grouped = IntStream.rangeClosed(1, columns.size())
                .mapToObj(Integer::toString)
                .toList();
        var select = "select " + String.join(", ", columns) + ", " + sums() + " from " + table();
        var query = new Sql(select)
                .and(
                        "time >= ? and time < ?",
                        question.span().from(),
                        question.span().until());
        if (question.subject() == Subject.ATTEMPTS) {
            query.and(
                    "day >= ? and day <= ?",
                    Sql.day(question.span().from()),
                    Sql.day(question.span().until()));
        }
        question.filters().forEach((dimension, wanted) -> filter(query, dimension, wanted.toArray(String[]::new)));
        var parts = query.then(" group by %s limit %d".formatted(String.join(", ", grouped), GROUPS_AT_MOST + 1))
                .rows(connection, this::part);
        var together = Statistics.merged(parts.stream());
        return new Statistics(together.groups(), together.truncated() || parts.size() > GROUPS_AT_MOST);
    }

    /** An event counts once for each of its destinations where those are told apart. */
    private String table() {
        return switch (question.subject()) {
            case ATTEMPTS -> "attempts";
            case EVENTS ->
                question.dimensions().contains(Dimension.DESTINATION_ID)
                        ? "events cross join lateral unnest(matched_destination_ids) as to_one(destination)"
                        : "events";
        };
    }

    private void filter(Sql query, Dimension dimension, String[] wanted) {
        var perEvent = question.subject() == Subject.EVENTS
                && dimension == Dimension.DESTINATION_ID
                && !question.dimensions().contains(dimension);
        query.and(perEvent ? "matched_destination_ids && ?" : column(dimension) + " = any(?)", (Object) wanted);
    }

    private String column(Dimension dimension) {
        return switch (dimension) {
            case TENANT_ID -> "tenant_id";
            case TOPIC -> "coalesce(topic, '')";
            case DESTINATION_ID -> question.subject() == Subject.EVENTS ? "destination" : "destination_id";
            case DESTINATION_TYPE -> "destination_type";
            case STATUS -> "case when failure is null then 'success' else 'failed' end";
            case CODE -> "code";
            case MANUAL -> "manual::text";
            case ATTEMPT_NUMBER -> "number::text";
        };
    }

    private String sums() {
        return switch (question.subject()) {
            case EVENTS -> "count(*) as rows, 0 as succeeded, 0 as firsts, 0 as manuals, 0 as numbers";
            case ATTEMPTS ->
                "count(*) as rows, count(*) filter (where failure is null) as succeeded,"
                        + " count(*) filter (where number = 1) as firsts, count(*) filter (where manual) as manuals,"
                        + " sum(number) as numbers";
        };
    }

    private static String unit(Granularity granularity) {
        var unit = switch (granularity.unit()) {
            case SECOND -> "second";
            case MINUTE -> "minute";
            case HOUR -> "hour";
            case DAY, WEEK, MONTH -> "day";
        };
        return "date_trunc('" + unit + "', time, 'UTC')";
    }

    private Statistics part(ResultSet row) throws SQLException {
        var values = new ArrayList<String>();
        for (var index = 0; index < question.dimensions().size(); index++) {
            values.add(row.getString(index + 2));
        }
        var sums = new Sums(
                row.getLong("rows"),
                row.getLong("succeeded"),
                row.getLong("firsts"),
                row.getLong("manuals"),
                row.getLong("numbers"));
        return new Statistics(Map.of(new Group(bucket(row), List.copyOf(values)), sums), false);
    }

    private Optional<Instant> bucket(ResultSet row) throws SQLException {
        if (question.granularity().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                question.granularity().get().start(row.getTimestamp(1).toInstant()));
    }
}
