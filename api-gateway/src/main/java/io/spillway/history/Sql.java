package io.spillway.history;

import io.spillway.stream.query.Scan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A query that grows condition by condition, its values beside it. */
final class Sql {

    /** Shorter than a request waits for its answer. */
    private static final int SECONDS_AT_MOST = 8;

    private final StringBuilder text;
    private final List<Object> values = new ArrayList<>();
    private String joint = " where ";

    /** Makes something of a row. */
    interface Reading<R> {
        R of(ResultSet row) throws SQLException;
    }

    /** @param select everything before the conditions */
    Sql(String select) {
        text = new StringBuilder(select);
    }

    Sql and(String condition, Object... given) {
        text.append(joint).append(condition);
        joint = " and ";
        values.addAll(List.of(given));
        return this;
    }

    Sql and(String condition, Optional<?> given) {
        given.ifPresent(value -> and(condition, value));
        return this;
    }

    /** An empty collection asks for nothing. */
    Sql in(String column, Collection<?> wanted) {
        var texts = wanted.stream().map(Object::toString).toList();
        return switch (texts.size()) {
            case 0 -> this;
            case 1 -> and(column + " = ?", texts.getFirst());
            default -> and(column + " = any(?)", (Object) texts.toArray(String[]::new));
        };
    }

    /** In the order of a walk over rows that have {@code time}, {@code tenant_id} and {@code id}, from where it stands. */
    Sql walk(Scan scan) {
        scan.after().ifPresent(after -> {
            var parts = after.tie().split("\0", 2);
            var than = scan.descending() ? "<" : ">";
            // The first condition says what the second does, so that an index by time serves it.
            and("time " + than + "= ?", after.time());
            and(
                    "(time, tenant_id, id) " + than + " (?, ?, ?)",
                    after.time(),
                    parts[0],
                    parts.length > 1 ? parts[1] : "");
        });
        var direction = scan.descending() ? " desc" : "";
        return then(" order by time%1$s, tenant_id%1$s, id%1$s limit %2$d".formatted(direction, scan.limit()));
    }

    Sql then(String more) {
        text.append(more);
        return this;
    }

    <R> List<R> rows(Connection connection, Reading<R> reading) throws SQLException {
        try (var statement = connection.prepareStatement(text.toString())) {
            statement.setQueryTimeout(SECONDS_AT_MOST);
            for (var index = 0; index < values.size(); index++) {
                set(connection, statement, index + 1, values.get(index));
            }
            try (var result = statement.executeQuery()) {
                var rows = new ArrayList<R>();
                while (result.next()) {
                    rows.add(reading.of(result));
                }
                return rows;
            }
        }
    }

    private static void set(Connection connection, PreparedStatement statement, int index, Object value)
            throws SQLException {
        switch (value) {
            case Instant time -> statement.setObject(index, time.atOffset(ZoneOffset.UTC));
            case LocalDate day -> statement.setObject(index, day);
            case String[] texts -> statement.setArray(index, connection.createArrayOf("text", texts));
            // No text of the database holds this character, so nothing is lost.
            case String some -> statement.setString(index, some.replace("\0", ""));
            default -> statement.setObject(index, value);
        }
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<Long> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class));
    }

    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
