package io.spillway.history;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.TenantId;
import io.spillway.domain.Timings;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Scan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Attempts of the log store. */
final class PastAttempts {

    private static final String SELECT = "select * from attempts";

    private final String topic;

    /** @param topic the name of the topic that they were read from */
    PastAttempts(String topic) {
        this.topic = topic;
    }

    List<AttemptRow> list(Connection connection, Criteria.OfAttempts criteria, Scan scan) throws SQLException {
        var period = criteria.period();
        var query = new Sql(SELECT)
                .in("tenant_id", criteria.tenants())
                .in("event_id", criteria.events())
                .in("destination_id", criteria.destinations())
                .in("topic", criteria.topics())
                .in("destination_type", criteria.destinationTypes())
                .and("(failure is null) = ?", criteria.succeeded())
                .and("time >= ?", period.from())
                .and("day >= ?", period.from().map(Sql::day))
                .and("time < ?", period.until())
                .and("day <= ?", period.until().map(Sql::day))
                // Which partitions a page can lie in.
                .and(scan.descending() ? "day <= ?" : "day >= ?", scan.after().map(after -> Sql.day(after.time())))
                .walk(scan);
        return query.rows(connection, this::row);
    }

    /** All attempts of a delivery, in order of their numbers. */
    List<AttemptRow> of(Connection connection, Optional<TenantId> tenant, DeliveryId delivery) throws SQLException {
        // An attempt's id begins with its delivery's.
        return new Sql(SELECT)
                .and("id > ? and id < ?", delivery.value() + "-", delivery.value() + ".")
                .and("delivery_id = ?", delivery.value())
                .and("tenant_id = ?", tenant.map(TenantId::value))
                .then(" order by number")
                .rows(connection, this::row);
    }

    /** In full, by the places of their records. */
    Map<RecordAt, Report.Attempt> at(Connection connection, Collection<RecordAt> places) throws SQLException {
        var found = new HashMap<RecordAt, Report.Attempt>();
        for (var at : places) {
            if (at.topic().equals(topic)) {
                new Sql(SELECT)
                        .and("record_offset = ? and record_partition = ?", at.offset(), at.partition())
                        .rows(connection, PastAttempts::report)
                        .forEach(attempt -> found.put(at, attempt));
            }
        }
        return found;
    }

    private AttemptRow row(ResultSet row) throws SQLException {
        var tried = new Tried(
                row.getInt("number"),
                row.getBoolean("manual"),
                Sql.time(row, "time"),
                micros(row, "duration_micros").orElse(Duration.ZERO),
                Sql.text(row, "code"),
                Sql.text(row, "failure"),
                new RecordAt(topic, row.getInt("record_partition"), row.getLong("record_offset")),
                timings(row),
                Sql.text(row, "request_id"));
        return new AttemptRow(delivery(row), tried, Optional.empty());
    }

    private static Report.Attempt report(ResultSet row) throws SQLException {
        return new Report.Attempt(
                delivery(row),
                row.getInt("number"),
                row.getBoolean("manual"),
                Sql.time(row, "time"),
                micros(row, "duration_micros").orElse(Duration.ZERO),
                outcome(row),
                Optional.empty(),
                Sql.text(row, "request_id"),
                Optional.empty());
    }

    private static DeliveryRef delivery(ResultSet row) throws SQLException {
        return new DeliveryRef(
                AttemptId.parse(row.getString("id")).delivery(),
                new TenantId(row.getString("tenant_id")),
                new EventId(row.getString("event_id")),
                Sql.text(row, "topic"),
                new DestinationId(row.getString("destination_id")),
                row.getString("destination_type"));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        var code = row.getString("code");
        var response = Sql.text(row, "response_data").map(data -> new Response(code, data));
        var failure = Sql.text(row, "failure");
        if (failure.isEmpty()) {
            return new Outcome.Delivered(response.orElse(new Response(code, "{}")), timings(row));
        }
        return new Outcome.Failed(
                Failure.valueOf(failure.get().toUpperCase(Locale.ROOT)),
                Sql.text(row, "message").orElse(""),
                response,
                Sql.number(row, "retry_after_millis").map(Duration::ofMillis),
                timings(row));
    }

    private static Timings timings(ResultSet row) throws SQLException {
        return new Timings(
                micros(row, "dns_micros"),
                micros(row, "connect_micros"),
                micros(row, "tls_micros"),
                micros(row, "first_byte_micros"));
    }

    private static Optional<Duration> micros(ResultSet row, String column) throws SQLException {
        return Sql.number(row, column).map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }
}
