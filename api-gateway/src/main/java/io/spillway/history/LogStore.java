package io.spillway.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spillway.logstore.LogStoreTables;
import io.spillway.stream.query.NotReadyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log store in PostgreSQL, with its tables in order: made or brought up to date when it is first reached, and every
 * hour the partitions of the days that come made and of those that have expired dropped. Threads may share it.
 */
public final class LogStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    private static final int CONNECTIONS = 8;
    private static final Duration LOOK_AFTER_EVERY = Duration.ofHours(1);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);
    /** SQL states of a server that is away, and of one that starts or stops. */
    private static final Set<String> AWAY = Set.of("08", "57");

    private static final int SOCKET_SECONDS = 60;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final HikariDataSource pool;
    private final LogStoreTables tables;
    private final Duration retention;
    private final InstantSource clock;
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-store-keeper").factory());

    private volatile boolean ready;

    /** A question to the database. */
    interface Question<R> {
        R ask(Connection connection) throws SQLException;
    }

    /**
     * Where it is, and for how long it keeps what it is told.
     *
     * @param url as {@code jdbc:postgresql://host:5432/database}
     */
    public record Settings(String url, String user, String password, int retentionDays) {

        @Override
        public String toString() {
            return "LogStore[" + url + "]";
        }
    }

    private LogStore(HikariDataSource pool, LogStoreTables tables, Duration retention, InstantSource clock) {
        this.pool = pool;
        this.tables = tables;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Connects and brings the tables up to date, now or, where the server is away, as soon as it can be reached.
     *
     * @throws IllegalStateException that says what to do, when the database cannot be entered or changed
     */
    public static LogStore open(Settings settings, InstantSource clock) {
        var pool = pool(settings);
        var store = new LogStore(
                pool,
                new LogStoreTables(pool, settings.retentionDays()),
                Duration.ofDays(settings.retentionDays()),
                clock);
        try {
            store.prepare();
        } catch (FlywayException | SQLException e) {
            if (!isAway(e)) {
                store.close();
                throw new IllegalStateException(
                        "the log store at " + settings.url() + " cannot be used (LOG_STORE_URL): " + e.getMessage(), e);
            }
            LOG.warn("The log store at {} is away: {}", settings.url(), e.getMessage());
        }
        store.lookAfterLater();
        return store;
    }

    private void prepare() throws SQLException {
        if (!ready) {
            tables.migrate();
        }
        tables.turnTo(today());
        ready = true;
    }

    private static boolean isAway(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .anyMatch(sql -> sql.getSQLState() == null
                        ? sql instanceof SQLTransientConnectionException // a host that says nothing at all
                        : AWAY.stream().anyMatch(sql.getSQLState()::startsWith));
    }

    private static HikariDataSource pool(Settings settings) {
        var config = new HikariConfig();
        config.setPoolName("log-store");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_WITHIN.toMillis());
        // A host that is gone without a word.
        config.addDataSourceProperty("socketTimeout", SOCKET_SECONDS);
        // Migrations say in one sentence what is wrong.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** The first day that is kept; a log store that is younger has less. */
    public Instant since() {
        return today().minusDays(retention.toDays())
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    <R> R ask(Question<R> question) {
        if (!ready) {
            throw new NotReadyException("the log store has not been reached yet");
        }
        try (var connection = pool.getConnection()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw new NotReadyException("the log store does not answer: " + e.getMessage(), e);
        }
    }

    private void lookAfterLater() {
        var pause = ready ? LOOK_AFTER_EVERY : TRY_AGAIN_AFTER;
        var unused = keeper.schedule(this::lookAfter, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAfter() {
        try {
            prepare();
        } catch (FlywayException | SQLException e) {
            LOG.warn("The tables of the log store could not be looked after; it is tried again", e);
        }
        lookAfterLater();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        pool.close();
    }
}
