package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.embedded.EmbeddedDatabase;
import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.history.Edge;
import io.spillway.history.Forgetting;
import io.spillway.history.LogStore;
import io.spillway.history.LogTopics;
import io.spillway.history.LongBodies;
import io.spillway.history.LongQueries;
import io.spillway.logstore.LogStoreTables;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.Scan.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lists, single things and figures over stores that remember seven days and a log store that knows the last fourteen: what
 * is older than seven days is in the log store only, what is newer in both, but for the last day, which it has not read yet.
 */
class HistoryIT {

    private static final int ROWS = Integer.getInteger("spillway.proof.history", 3_000);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant OLDEST = NOW.minus(Duration.ofDays(14));
    private static final Instant EDGE = NOW.minus(Duration.ofDays(7));
    private static final Instant READ_UNTIL = NOW.minus(Duration.ofDays(1));
    private static final List<TenantId> TENANTS =
            Stream.of("acme", "acme.b", "beta").map(TenantId::new).toList();

    @TempDir
    private static Path folder;

    private static EmbeddedDatabase database;
    private static LogStore log;
    private static World world;
    private static final NavigableMap<Position, AttemptRow> ALL = new TreeMap<>();

    @BeforeAll
    static void start() throws SQLException {
        database = EmbeddedDatabase.start(folder, 0);
        log = LogStore.open(
                new LogStore.Settings(database.url(), database.user(), "any", 20), InstantSource.fixed(NOW));
        world = new World("", new TopicRules(List.of(), false), Rates.ANY, World.Waits.LONG, HistoryIT::history);
        world.put("/tenants/acme", "");
        IntStream.range(0, ROWS).mapToObj(HistoryIT::attempt).forEach(row -> ALL.put(row.position(), row));
        try (var connection = DriverManager.getConnection(database.url(), database.user(), "")) {
            insertAttempts(connection);
            insertEvent(connection, "old", OLDEST.plusSeconds(60));
            insertEvent(connection, "both", EDGE.plusSeconds(3_600));
        }
        near("both", EDGE.plusSeconds(3_600), "d0", "d1");
        near("new", NOW.minusSeconds(60), "d0");
    }

    @AfterAll
    static void stop() {
        world.close();
        log.close();
        database.close();
    }

    private static History history(Tasks tasks) {
        var names = new LogTopics("spillway.events", "spillway.attempts");
        var edge = new Edge(InstantSource.fixed(NOW.plusSeconds(60)), Duration.ofDays(7));
        var queries = new LongQueries(new Recent(tasks), log, edge, names);
        return new History(queries, new LongBodies(tasks, log, names), log::since, new Forgetting(log));
    }

    /** Attempts in threes of the same millisecond, of three tenants. */
    private static AttemptRow attempt(int number) {
        var tenant = TENANTS.get(number % TENANTS.size());
        var event = new EventId("e" + number);
        var to = new DestinationId("d" + number % 2);
        var ref = new DeliveryRef(
                DeliveryId.of(tenant, event, to), tenant, event, Optional.of("t" + number % 4), to, "webhook");
        var span = Duration.between(OLDEST, NOW).toMillis();
        var time = OLDEST.plusMillis(span * (number / 3) / (ROWS / 3 + 1));
        var tried = new Tried(
                1 + number % 3,
                number % 7 == 0,
                time,
                Duration.ofMillis(5),
                Optional.of(number % 5 == 0 ? "500" : "200"),
                number % 5 == 0 ? Optional.of("status") : Optional.empty(),
                new RecordAt("spillway.attempts", number % 4, number));
        return new AttemptRow(ref, tried, Optional.empty());
    }

    private static void insertAttempts(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into attempts (id, day, tenant_id, event_id, delivery_id, destination_id, destination_type, topic,
                  number, manual, time, code, failure, message, response_data, duration_micros, record_partition,
                  record_offset, recorded_at)
                values (?, ?, ?, ?, ?, ?, 'webhook', ?, ?, ?, ?, ?, ?, 'why', '{"body":"kept"}', 5000, ?, ?, now())""")) {
            for (var row : ALL.headMap(new Position(READ_UNTIL, "")).values()) {
                var tried = row.tried();
                var time = tried.time().atOffset(ZoneOffset.UTC);
                insert.setString(1, row.id().toString());
                insert.setObject(2, time.toLocalDate());
                insert.setString(3, row.delivery().tenant().value());
                insert.setString(4, row.delivery().event().value());
                insert.setString(5, row.delivery().id().value());
                insert.setString(6, row.delivery().destination().value());
                insert.setString(7, row.delivery().topic().orElseThrow());
                insert.setInt(8, tried.number());
                insert.setBoolean(9, tried.manual());
                insert.setObject(10, time);
                insert.setString(11, tried.code().orElseThrow());
                insert.setString(12, tried.error().orElse(null));
                insert.setInt(13, tried.at().partition());
                insert.setLong(14, tried.at().offset());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertEvent(Connection connection, String id, Instant time) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into events values ('acme', ?, ?, 'order.paid', ?, ?, true, '{"a":"b"}', '{d0,d1}',
                  'spillway.events', 1, 7, 0, 0, now());
                insert into event_data values (1, 7, current_date, 'acme', null, '{"n": 1.10}'::bytea, now()) on conflict do nothing""")) {
            var at = time.atOffset(ZoneOffset.UTC);
            insert.setString(1, id);
            insert.setObject(2, at.toLocalDate());
            insert.setObject(3, at);
            insert.setObject(4, at);
            insert.execute();
        }
    }

    private static void near(String id, Instant time, String... destinations) {
        var event = new Event(
                TENANTS.getFirst(),
                new EventId(id),
                Optional.of("order.paid"),
                time,
                Map.of(),
                true,
                Optional.empty(),
                new Data.Stored(new RecordAt("spillway.events", 1, 7)));
        world.tasks.events.put(
                "acme\0" + id,
                new EventEntry(
                        event,
                        time,
                        Stream.of(destinations).map(DestinationId::new).toList(),
                        List.of(),
                        0));
    }

    /** The stores: of all attempts they know those of the last seven days. */
    private record Recent(Tasks tasks) implements Forwarding {

        @Override
        public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
            var first = new Position(EDGE, "");
            var behind =
                    scan.after().filter(after -> after.compareTo(first) > 0).orElse(first);
            var ordered = scan.descending()
                    ? scan.after()
                            .map(after -> ALL.headMap(after, false))
                            .orElse(ALL)
                            .descendingMap()
                    : ALL.tailMap(behind, false);
            return ordered.values().stream()
                    .takeWhile(row -> row.position().compareTo(first) > 0)
                    .filter(row -> fits(row, criteria))
                    .limit(scan.limit())
                    .toList();
        }

        private static boolean fits(AttemptRow row, Criteria.OfAttempts criteria) {
            var time = row.tried().time();
            return (criteria.tenants().isEmpty()
                            || criteria.tenants().contains(row.delivery().tenant()))
                    && criteria.period().from().filter(time::isBefore).isEmpty()
                    && criteria.period()
                            .until()
                            .filter(end -> !time.isBefore(end))
                            .isEmpty();
        }

        @Override
        public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
            return Optional.empty();
        }
    }

    private static List<String> walk(String path, String direction) {
        var ids = new ArrayList<String>();
        var cursor = "";
        do {
            var page = world.get(path + (path.contains("?") ? "&" : "?") + "limit=1000&dir=" + direction + cursor)
                    .json();
            page.get("models").forEach(model -> ids.add(model.get("id").asText()));
            cursor = page.at("/pagination/next").isNull()
                    ? ""
                    : "&next=" + page.at("/pagination/next").asText();
        } while (!cursor.isEmpty());
        return ids;
    }

    private static List<String> expected(String direction, Optional<TenantId> tenant) {
        var ordered = direction.equals("desc") ? ALL.descendingMap() : ALL;
        return ordered.values().stream()
                .filter(row -> tenant.filter(one -> !one.equals(row.delivery().tenant()))
                        .isEmpty())
                .map(row -> row.id().toString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"desc", "asc"})
    void shouldWalkAcrossTheEdgeMeetingEveryAttemptOnce(String direction) {
        // when
        var all = walk("/attempts", direction);
        var ofOne = walk("/attempts?tenant_id=acme.b", direction);

        // then
        assertThat(all).isEqualTo(expected(direction, Optional.empty()));
        assertThat(ofOne).isEqualTo(expected(direction, Optional.of(TENANTS.get(1))));
    }

    @Test
    void shouldWalkBackOverTheEdge() {
        // given
        var middle = world.get("/attempts?limit=10&time[lt]=" + EDGE.plusSeconds(3_600))
                .json();

        // when
        var next = world.get("/attempts?limit=10&time[lt]=" + EDGE.plusSeconds(3_600) + "&next="
                        + middle.at("/pagination/next").asText())
                .json();
        var back = world.get("/attempts?limit=10&time[lt]=" + EDGE.plusSeconds(3_600) + "&prev="
                        + next.at("/pagination/prev").asText())
                .json();

        // then
        assertThat(back.get("models")).isEqualTo(middle.get("models"));
    }

    @Test
    void shouldNarrowWhatIsInTheLogStore() {
        // given
        var until = "&time[lt]=" + EDGE.minusSeconds(3_600);

        // when
        var failed = world.get("/attempts?limit=1000&status=failed&tenant_id=acme&topic=t0&destination_id=d0" + until)
                .json();

        // then
        assertThat(failed.get("models")).isNotEmpty().allSatisfy(model -> {
            assertThat(model.get("status").asText()).isEqualTo("failed");
            assertThat(model.get("tenant_id").asText()).isEqualTo("acme");
            assertThat(model.get("destination_id").asText()).isEqualTo("d0");
        });
    }

    @Test
    void shouldShowSingleAttemptsAndTheirAnswersFromTheLogStore() {
        // given
        var oldest = ALL.firstEntry().getValue();

        // when
        var shown = world.get("/attempts/" + oldest.id() + "?include=response_data");

        // then
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.at("/response_data/body").asText()).isEqualTo("kept");
        assertThat(shown.at("/duration_ms").asInt()).isEqualTo(5);
    }

    @Test
    void shouldListEventsOfBothOnce() {
        // then
        assertThat(walk("/events", "desc")).containsExactly("new", "both", "old");
        assertThat(walk("/events", "asc")).containsExactly("old", "both", "new");
        assertThat(walk("/events?destination_id=d1", "asc")).containsExactly("old", "both");
    }

    @Test
    void shouldShowAnOldEventWithItsExactData() {
        // when
        var shown = world.get("/events/old?tenant_id=acme");

        // then
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).contains("\"data\":{\"n\": 1.10}");
        assertThat(shown.at("/metadata/a").asText()).isEqualTo("b");
        assertThat(world.get("/events/never").status()).isEqualTo(404);
    }

    @Test
    void shouldCountEveryAttemptOnce() {
        // given
        var span = "?time[start]=" + OLDEST.minusSeconds(60) + "&time[end]=" + EDGE
                + "&measures[]=count&measures[]=failed_count&measures[]=manual_retry_count&measures[]=avg_attempt_number";
        var old = ALL.headMap(new Position(EDGE, "")).values();

        // when
        var figures = world.get("/metrics/attempts" + span).json().at("/data/0/metrics");
        var days = world.get("/metrics/attempts" + span + "&granularity=1d&dimensions[]=status&dimensions[]=tenant_id")
                .json()
                .get("data");

        // then
        assertThat(figures.get("count").asInt()).isEqualTo(old.size());
        assertThat(figures.get("failed_count").asLong())
                .isEqualTo(old.stream().filter(row -> !row.tried().succeeded()).count());
        assertThat(figures.get("manual_retry_count").asLong())
                .isEqualTo(old.stream().filter(row -> row.tried().manual()).count());
        assertThat(sum(days)).isEqualTo(old.size());
    }

    @Test
    void shouldCountEventsOnBothSidesOfTheEdge() {
        // given
        var span = "?time[start]=" + OLDEST.minusSeconds(60) + "&time[end]=" + NOW + "&measures[]=count";

        // then
        assertThat(sum(world.get("/metrics/events" + span).json().get("data"))).isEqualTo(3);
        assertThat(sum(world.get("/metrics/events" + span + "&dimensions[]=destination_id&granularity=1w")
                        .json()
                        .get("data")))
                .as("once for each destination")
                .isEqualTo(5);
    }

    @Test
    void shouldForgetAtOnceWithoutAnybodyWhoFillsTheLogStore() throws SQLException {
        // given
        try (var connection = DriverManager.getConnection(database.url(), database.user(), "");
                var insert = connection.createStatement()) {
            var event = """
                    insert into events values ('acme', 'gone', current_date - 10, 'order.paid', now() - interval '10 days',
                      now() - interval '10 days', true, '{}', '{d0}', null, null, null, 0, 0, now())""";
            insert.execute(event);
            assertThat(world.get("/events/gone?tenant_id=acme").status()).isEqualTo(200);

            // when
            var answer = world.post("/events/gone/erase?tenant_id=acme", "");

            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(world.get("/events/gone?tenant_id=acme").status()).isEqualTo(404);

            // when
            insert.execute(event);

            // then
            assertThat(world.get("/events/gone?tenant_id=acme").status())
                    .as("what comes late is left out")
                    .isEqualTo(404);
        }
    }

    @Test
    void shouldMakeThePartitionsOfTheDaysThatComeAndDropThoseThatAreOver() throws SQLException {
        // given
        try (var connection = DriverManager.getConnection(database.url(), database.user(), "")) {
            connection.createStatement().execute("create database turning");
        }
        var config = new HikariConfig();
        config.setJdbcUrl(database.url().replace("/postgres", "/turning"));
        config.setUsername(database.user());
        config.setMaximumPoolSize(2);
        var today = LocalDate.of(2026, 2, 26);
        try (var turning = new HikariDataSource(config)) {
            var tables = new LogStoreTables(turning, 5);
            tables.migrate();
            tables.turnTo(today);
            var before = days(turning);
            try (var connection = turning.getConnection()) {
                for (var day : List.of(today.minusDays(5), today.minusDays(4), today.plusDays(90))) {
                    connection.createStatement().execute("""
                            insert into subscription_changes (tenant_id, destination_id, version, day, incarnation, type, state, topics,
                              metadata, created_at, updated_at, record_partition, record_offset, recorded_at)
                            values ('t', 'd', 1, '%s', 1, 'webhook', 'active', '{*}', '{}', now(), now(), 0, 0, now())
                            """.formatted(day));
                }
            }

            // when
            tables.turnTo(today.plusDays(1));

            // then
            assertThat(before)
                    .containsOnlyKeys("attempts", "events", "event_data", "dead_letters", "subscription_changes");
            assertThat(before.values())
                    .allSatisfy(days -> assertThat(days)
                            .startsWith("20260221", "20260222")
                            .endsWith("20260228", "20260301", "other")
                            .hasSize(10));
            assertThat(days(turning).values())
                    .allSatisfy(days -> assertThat(days)
                            .startsWith("20260222", "20260223")
                            .endsWith("20260301", "20260302", "other")
                            .hasSize(10));
            assertThat(column(turning, "select day::text from subscription_changes order by 1"))
                    .containsExactly("2026-02-22", "2026-05-27");
        }
    }

    /** The suffixes of the partitions of each table, in order. */
    private static Map<String, List<String>> days(DataSource source) throws SQLException {
        return column(source, """
                        select parent.relname || ' ' || substr(child.relname, length(parent.relname) + 2)
                        from pg_inherits join pg_class parent on parent.oid = inhparent
                        join pg_class child on child.oid = inhrelid where parent.relkind = 'p' order by 1""").stream()
                .map(name -> name.split(" "))
                .collect(Collectors.groupingBy(
                        name -> name[0], Collectors.mapping(name -> name[1], Collectors.toList())));
    }

    private static List<String> column(DataSource source, String query) throws SQLException {
        try (var connection = source.getConnection();
                var rows = connection.createStatement().executeQuery(query)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static int sum(JsonNode rows) {
        var sum = 0;
        for (var row : rows) {
            sum += row.at("/metrics/count").asInt();
        }
        return sum;
    }

    @Test
    void shouldSayHowFarBackItKnows() {
        assertThat(world.get("/events").header("x-spillway-history-since"))
                .isEqualTo(log.since().toString());
        assertThat(new String(world.get("/attempts").body().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .contains("models");
    }
}
