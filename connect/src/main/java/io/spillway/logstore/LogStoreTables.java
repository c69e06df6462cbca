package io.spillway.logstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Makes the tables, their partitions for the days to come, and drops those that have expired. Several nodes may do so at
 * once: they take turns.
 */
public final class LogStoreTables {

    private static final List<String> NAMES =
            List.of("attempts", "events", "event_data", "dead_letters", "subscription_changes");
    /** How many days of a topic there may be to catch up with when a log store is new. */
    private static final int BACKLOG_DAYS = 31;

    private static final int DAYS_AHEAD = 3;
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    /** Known to nobody else in the database. */
    private static final long LOCK = 0x5371_11aaL;

    private final DataSource store;
    private final int retentionDays;

    /** @param retentionDays how many days are kept beside today */
    public LogStoreTables(DataSource store, int retentionDays) {
        this.store = store;
        this.retentionDays = retentionDays;
    }

    /** Brings the tables to the newest version. */
    public void migrate() {
        Flyway.configure(LogStoreTables.class.getClassLoader())
                .dataSource(store)
                .locations("classpath:io/spillway/logstore/migrations")
                .table("spillway_migrations")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Makes the partitions that are wanted on a day and drops those whose rows are no longer kept. */
    public void turnTo(LocalDate today) throws SQLException {
        try (var connection = store.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
            for (var table : NAMES) {
                create(connection, table, today);
                drop(connection, table, today.minusDays(retentionDays));
            }
            run(connection, "delete from erasures where day < '%s'".formatted(today.minusDays(retentionDays)));
            connection.commit();
        }
    }

    private void create(Connection connection, String table, LocalDate today) throws SQLException {
        // Where a day is missing all the same, the sink goes on.
        run(connection, "create table if not exists %s_other partition of %s default".formatted(table, table));
        var first = today.minusDays(Math.min(retentionDays, BACKLOG_DAYS));
        for (var day = first; !day.isAfter(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
            if (!isElsewhere(connection, table, day)) {
                run(
                        connection,
                        "create table if not exists %s_%s partition of %s for values from ('%s') to ('%s')"
                                .formatted(table, SUFFIX.format(day), table, day, day.plusDays(1)));
            }
        }
    }

    /** A day that has rows where those without a partition are kept can have none of its own any more. */
    private static boolean isElsewhere(Connection connection, String table, LocalDate day) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select 1 from %s_other where day = '%s' limit 1".formatted(table, day))) {
            return rows.next();
        }
    }

    private static void drop(Connection connection, String table, LocalDate kept) throws SQLException {
        var oldest = table + "_" + SUFFIX.format(kept);
        try (var query = connection.prepareStatement("""
                select child.relname from pg_inherits join pg_class child on child.oid = inhrelid
                where inhparent = ?::regclass and child.relname ~ '_[0-9]{8}$' and child.relname < ?""")) {
            query.setString(1, table);
            query.setString(2, oldest);
            try (var expired = query.executeQuery()) {
                while (expired.next()) {
                    run(connection, "drop table " + expired.getString(1));
                }
            }
        }
        run(connection, "delete from %s_other where day < '%s'".formatted(table, kept));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
