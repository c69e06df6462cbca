package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.TenantId;
import io.spillway.embedded.ConnectProcess;
import io.spillway.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log store of {@code ./spillway dev --log-store postgres}: a real PostgreSQL that a real Connect worker fills. */
class LogStoreIT {

    private static final int ATTEMPTS = Integer.getInteger("spillway.proof.logstore", 2_000);
    private static final int KILLS = ATTEMPTS > 2_000 ? 5 : 1;
    private static final Path CONNECTORS = Path.of("..", "connect", "src", "main", "connectors");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static Receiver receiver;
    private static Local spillway;
    private static String url;

    @BeforeAll
    static void start() {
        if (System.getProperty("spillway.connect") == null) {
            System.setProperty(
                    "spillway.connect", Path.of("..", "connect", "target").toString());
        }
        receiver = new Receiver();
        spillway = Local.whole(folder, Map.of("LOG_STORE", "postgres", "RETRY_SCHEDULE", "1"));
        url = spillway.dev().logStoreUrl().orElseThrow();
        receiver.answers("/fails", n -> 503);
        spillway.tenant("acme");
        spillway.webhook("acme", "works", receiver.url("/works"), "");
        spillway.webhook("acme", "fails", receiver.url("/fails"), "");
        spillway.publish("acme", "evt-1", "{\"payload\": \"of evt-1\",  \"n\": 1.10}");
    }

    @AfterAll
    static void stop() {
        spillway.close();
        receiver.close();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
    }

    /** The first column of every row, as text. */
    private static List<String> query(String sql) {
        try (var connection = DriverManager.getConnection(url, "postgres", "");
                var rows = connection.createStatement().executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConnectProcess worker() {
        var logStore = spillway.dev().logStore().orElseThrow();
        eventually().until(() -> logStore.worker().isPresent());
        return logStore.worker().orElseThrow();
    }

    @Test
    void shouldKeepWhatHappenedInTables() {
        // then
        eventually().untilAsserted(() -> {
            assertThat(query("select destination_id || number from attempts where event_id = 'evt-1' order by 1"))
                    .containsExactly("fails1", "fails2", "works1");
            assertThat(query("select cause from dead_letters where event_id = 'evt-1'"))
                    .containsExactly("retries_exhausted");
            assertThat(query("select array_to_string(matched_destination_ids, ',') from events where id = 'evt-1'"))
                    .containsExactly("fails,works");
            assertThat(query("""
                    select convert_from(data, 'UTF8') from event_data join events
                    on record_partition = data_partition and record_offset = data_offset where id = 'evt-1'
                    """.replace("record_", "event_data.record_")))
                    .containsExactly("{\"payload\": \"of evt-1\",  \"n\": 1.10}");
            assertThat(query("select state from subscription_changes where destination_id = 'works'"))
                    .containsExactly("active");
        });
        assertThat(
                        query(
                                "select response_headers::json ->> 'x-of-the-test' from attempts where destination_id = 'works'"))
                .as("headers have a column")
                .hasSize(1);
        assertThat(query("select first_byte_micros > 0 from attempts"))
                .as("and timings")
                .contains("t");
    }

    @Test
    void shouldKeepNoSecretsAndNoDataOfFailedAttempts() {
        // given
        eventually()
                .until(() -> query("select 1 from attempts where destination_id = 'fails'")
                                .size()
                        == 2);
        var secret = spillway.get("/tenants/acme/destinations/fails")
                .json()
                .at("/credentials/secret")
                .asText();

        // then
        for (var table : List.of("attempts", "dead_letters", "subscription_changes", "events")) {
            assertThat(query("select " + table + "::text from " + table))
                    .as(table)
                    .isNotEmpty()
                    .noneMatch(row -> row.contains("of evt-1") || row.contains(secret) || row.contains("\\x"));
        }
    }

    @Test
    void shouldForgetWhatIsErasedAndNotTakeItInLater() throws Exception {
        // given
        spillway.tenant("erased");
        spillway.webhook(
                "erased",
                "d",
                receiver.url("/works"),
                ",\"filter\":{\"data\":{\"of\":{\"$exist\":true}}},\"metadata\":{\"a\":\"b\"}");
        for (var id : List.of("one", "two")) {
            spillway.publish("erased", id, "{\"of\": \"" + id + "\"}");
        }
        eventually().untilAsserted(() -> assertThat(rowsOf("erased")).containsExactly("2", "2", "2", "1"));

        // when
        spillway.post("/events/one/erase?tenant_id=erased", "");

        // then
        assertThat(rowsOf("erased")).as("at once").containsExactly("1", "1", "1", "1");

        // when
        send(attempt("erased", "one"), attempt("erased", "three"));

        // then
        eventually()
                .untilAsserted(
                        () -> assertThat(query("select event_id from attempts where tenant_id = 'erased' order by 1"))
                                .containsExactly("three", "two"));

        // when
        spillway.post("/tenants/erased/erase", "");

        // then
        eventually().untilAsserted(() -> assertThat(rowsOf("erased")).containsExactly("0", "0", "0", "1"));
        var changes = "select state || ' ' || metadata || ' ' || coalesce(filter, 'no filter')"
                + " from subscription_changes where tenant_id = 'erased'";
        assertThat(query(changes))
                .as("that it was deleted and nothing else, as the nodes keep it")
                .containsOnly("deleted {} no filter");

        // when
        query("""
                insert into erasures select tenant_id, scope, event_id, until, day, 1000000, 1000000, recorded_at
                from erasures where tenant_id = 'erased' and scope = 'everything' limit 1 returning 1""");
        query("""
                insert into subscription_changes select tenant_id, destination_id, version - 1, day, incarnation, type,
                    topics, filter, 'active', null, null, '{"a":"b"}', created_at, updated_at - interval '1 second',
                    0, 1000000, recorded_at
                from subscription_changes where tenant_id = 'erased' returning 1""");

        // then
        assertThat(query(changes))
                .as("also where the order, or what it covers, comes last")
                .containsOnly("deleted {} no filter");
    }

    @Test
    void shouldForgetWhatItsTenantWantsKeptForAShorterTime() throws Exception {
        // given
        var old = Instant.now().minus(Duration.ofDays(2));
        spillway.tenant("brief");
        query("""
                with old as (select timestamptz '%1$s' as at, date '%1$s' as day),
                event as (insert into events select 'brief', 'old', day, null, at, at, true, '{}', '{}',
                    'spillway.events', 0, 1000000, 0, 1000000, at from old)
                insert into event_data select 0, 1000000, day, null, null, '{}', at from old returning 1
                """.formatted(old));
        send(attempt("brief", "old", old), attempt("brief", "new"));
        eventually().untilAsserted(() -> assertThat(rowsOf("brief")).containsExactly("2", "1", "0", "0"));

        // when
        assertThat(spillway.put("/tenants/brief", "{\"retention_days\": 1}").status())
                .isEqualTo(200);

        // then
        eventually().untilAsserted(() -> {
            assertThat(rowsOf("brief")).containsExactly("1", "0", "0", "0");
            assertThat(query("select 1 from event_data where record_offset = 1000000"))
                    .isEmpty();
        });

        // when
        send(attempt("brief", "old", old), attempt("brief", "newer"));

        // then
        eventually()
                .untilAsserted(
                        () -> assertThat(query("select event_id from attempts where tenant_id = 'brief' order by 1"))
                                .containsExactly("new", "newer"));
    }

    private static void send(Report.Attempt... attempts) throws Exception {
        var wire = Wire.connect(spillway.registry(), Map.of());
        try (var producer = producer()) {
            for (var attempt : attempts) {
                producer.send(new ProducerRecord<>(
                                "spillway.attempts",
                                attempt.delivery().tenant().value().getBytes(StandardCharsets.UTF_8),
                                wire.reports().serializer().serialize("spillway.attempts", attempt)))
                        .get();
            }
        }
    }

    /** How many attempts, events, data of events and subscriptions of a tenant there are. */
    private static List<String> rowsOf(String tenant) {
        return query("""
                select count(*) from attempts where tenant_id = '%1$s' union all
                select count(*) from events where tenant_id = '%1$s' union all
                select count(*) from event_data where tenant_id = '%1$s' union all
                select count(distinct destination_id) from subscription_changes where tenant_id = '%1$s'
                """.formatted(tenant));
    }

    @Test
    void shouldPutWhatCannotBeReadAsideWithItsContext() throws Exception {
        // given
        var refused = "spillway.log-store.refused";
        worker();

        // when
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>(
                            "spillway.subscriptions", 0, "k".getBytes(StandardCharsets.UTF_8), new byte[] {9, 9}))
                    .get();
        }

        // then
        eventually()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(spillway.records(refused))
                        .singleElement()
                        .satisfies(record -> {
                            assertThat(record.value()).containsExactly(9, 9);
                            assertThat(header(record, "__connect.errors.topic")).isEqualTo("spillway.subscriptions");
                            assertThat(header(record, "__connect.errors.exception.message"))
                                    .contains("cannot be read");
                        }));
    }

    private static String header(org.apache.kafka.clients.consumer.ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldHoldExactlyTheAttemptsHoweverOftenTheWorkerIsKilled() {
        // given
        var expected = new TreeSet<String>();
        var wire = Wire.connect(spillway.registry(), Map.of());
        worker();

        // when
        try (var producer = producer()) {
            for (var kill = 0; kill < KILLS; kill++) {
                for (var number = 0; number < ATTEMPTS / KILLS; number++) {
                    var attempt = attempt("killed", "evt-" + kill + "-" + number);
                    expected.add(attempt.id().toString());
                    var unused = producer.send(new ProducerRecord<>(
                            "spillway.attempts",
                            "killed".getBytes(StandardCharsets.UTF_8),
                            wire.reports().serializer().serialize("spillway.attempts", attempt)));
                }
                producer.flush();
                var before = stored().size();
                var victim = worker();
                // It is in the middle of its work.
                eventually().until(() -> stored().size() > before);
                victim.kill();
                eventually().until(() -> worker().pid() != victim.pid());
            }
        }

        // then
        eventually().atMost(Duration.ofMinutes(10)).until(() -> stored().size() >= expected.size());
        assertThat(stored()).isEqualTo(expected);
        assertThat(query("select count(*) from attempts where tenant_id = 'killed'"))
                .as("each once")
                .containsExactly(Integer.toString(expected.size()));
    }

    private static Set<String> stored() {
        return new TreeSet<>(query("select id from attempts where tenant_id = 'killed'"));
    }

    private static Report.Attempt attempt(String ofTenant, String event) {
        return attempt(ofTenant, event, Instant.now());
    }

    private static Report.Attempt attempt(String ofTenant, String event, Instant time) {
        var tenant = new TenantId(ofTenant);
        var to = new DestinationId("d");
        var id = DeliveryId.of(tenant, new EventId(event), to);
        return new Report.Attempt(
                new DeliveryRef(id, tenant, new EventId(event), Optional.of("a"), to, "webhook"),
                1,
                false,
                time,
                Duration.ofMillis(3),
                new Outcome.Delivered(new Response("200", "{\"status\":200,\"body\":\"ok\",\"headers\":{}}")),
                Optional.empty());
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", spillway.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"attempts", "events", "event-data", "dead-letters", "subscription-changes", "erasures"})
    void shouldShipConnectorsThatConnectFindsValid(String name) throws Exception {
        // given
        var config = (ObjectNode) JSON.readTree(
                        CONNECTORS.resolve("log-store").resolve(name + ".json").toFile())
                .get("config");
        config.put("name", name);

        // when
        var answer = validated(config);

        // then
        assertThat(answer.get("error_count").asInt()).as(() -> problems(answer)).isZero();
    }

    private static JsonNode validated(ObjectNode config) throws Exception {
        var type = config.get("connector.class").asText();
        var request = HttpRequest.newBuilder(
                        URI.create(worker().url() + "/connector-plugins/" + type + "/config/validate"))
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(config)))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return JSON.readTree(
                    client.send(request, BodyHandlers.ofByteArray()).body());
        }
    }

    private static String problems(JsonNode answer) {
        var problems = new StringBuilder();
        answer.path("configs").forEach(config -> {
            var value = config.get("value");
            if (!value.path("errors").isEmpty()) {
                problems.append(value.get("name")).append(value.get("errors"));
            }
        });
        return problems + answer.path("message").asText();
    }
}
