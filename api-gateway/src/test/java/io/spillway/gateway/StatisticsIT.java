package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.spillway.gateway.topic.TopicRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsIT {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final RecordAt AT = new RecordAt("spillway.events", 0, 0);
    private static final String HOUR = "?time[start]=2026-03-01T10:00:00Z&time[end]=2026-03-01T11:00:00Z";
    private static World world;

    /** Minute 0: two events for d1 and d2 and one for d1; minute 2: one for nobody; and one of another tenant. */
    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        world.put("/tenants/acme", "");
        event(ACME, "e0", 0, "a", "d1", "d2");
        event(ACME, "e1", 1, "a", "d1", "d2");
        event(ACME, "e2", 2, "b", "d1");
        event(ACME, "e3", 120, "b");
        event(OTHER, "e0", 0, "a", "d9");
        attempts("e0", "d1", tried(1, 10, "500"), tried(2, 70, "200"));
        attempts("e0", "d2", tried(1, 11, "200"));
        attempts("e1", "d1", tried(1, 12, "timeout"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static void event(TenantId tenant, String id, int second, String topic, String... destinations) {
        var event = new Event(
                tenant,
                new EventId(id),
                Optional.of(topic),
                TEN.plusSeconds(second),
                Map.of(),
                true,
                Optional.empty(),
                new Data.Stored(AT));
        var matched = Stream.of(destinations).map(DestinationId::new).toList();
        world.tasks.events.put(tenant.value() + '\0' + id, new EventEntry(event, TEN, matched, List.of(), 0));
    }

    private static void attempts(String event, String destination, Tried... attempts) {
        var to = new DestinationId(destination);
        var id = DeliveryId.of(ACME, new EventId(event), to);
        var entry = DeliveryEntry.inFlight(
                new DeliveryRef(id, ACME, new EventId(event), Optional.of("a"), to, "webhook"), TEN);
        for (var tried : attempts) {
            entry = entry.with(tried);
        }
        world.tasks.deliveries.add(entry);
    }

    /** The second of an event's attempts is by hand. */
    private static Tried tried(int number, int second, String code) {
        return new Tried(
                number,
                number == 2,
                TEN.plusSeconds(second),
                Duration.ofMillis(5),
                Optional.of(code),
                code.equals("200") ? Optional.empty() : Optional.of("status"),
                AT);
    }

    private static World.Answered get(String path) {
        return world.get(escaped(path));
    }

    private static World.Answered as(String tenant, String path) {
        var token = World.TOKENS.issue(new TenantId(tenant), Instant.now());
        return world.call("GET", escaped(path), new byte[0], Map.of("Authorization", "Bearer " + token));
    }

    private static String escaped(String path) {
        return path.replace("[", "%5B").replace("]", "%5D").replace(" ", "%20");
    }

    private static List<String> rows(World.Answered answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.at("/data").valueStream().map(JsonNode::toString).toList();
    }

    @Nested
    class Events {

        @Test
        void shouldShowWhatTheContractNames() {
            // when
            var answer = get("/metrics/events?time[start]=2026-03-01T10:00:00Z&time[end]=2026-03-01T11:02:30%2B01:00"
                    + "&granularity=1m&measures=count&measures=rate&filters[tenant_id]=acme");
            // then
            assertThat(answer.body().replaceAll("\"query_time_ms\":\\d+", "\"query_time_ms\":0"))
                    .isEqualTo("{\"data\":["
                            + row("2026-03-01T10:00:00.000Z", "\"count\":3,\"rate\":0.05") + ","
                            + row("2026-03-01T10:01:00.000Z", "\"count\":0,\"rate\":0.0") + ","
                            + row("2026-03-01T10:02:00.000Z", "\"count\":1,\"rate\":0.016666666666666666")
                            + "],\"metadata\":{\"granularity\":\"1m\",\"query_time_ms\":0,\"row_count\":3,"
                            + "\"row_limit\":100000,\"truncated\":false}}");
        }

        private static String row(String time, String metrics) {
            return "{\"time_bucket\":\"" + time + "\",\"dimensions\":{},\"metrics\":{" + metrics + "}}";
        }

        @Test
        void shouldBeOneRowWithoutGranularity() {
            // when
            var answer = get("/metrics/events" + HOUR + "&measures[]=count");
            // then
            assertThat(rows(answer)).containsExactly("{\"dimensions\":{},\"metrics\":{\"count\":5}}");
            assertThat(answer.at("/metadata").has("granularity")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "dimensions=tenant_id&dimensions=destination_id",
                    "dimensions[]=tenant_id&dimensions[]=destination_id",
                    "dimensions[0]=tenant_id&dimensions[1]=destination_id&dimensions[2]=tenant_id"
                })
        void shouldCountForEachDestinationInEverySpelling(String dimensions) {
            // when
            var answer = get("/metrics/events" + HOUR + "&measures=count&" + dimensions);
            // then
            assertThat(rows(answer))
                    .containsExactly(
                            "{\"dimensions\":{\"tenant_id\":\"acme\",\"destination_id\":\"d1\"},\"metrics\":{\"count\":3}}",
                            "{\"dimensions\":{\"tenant_id\":\"acme\",\"destination_id\":\"d2\"},\"metrics\":{\"count\":2}}",
                            "{\"dimensions\":{\"tenant_id\":\"other\",\"destination_id\":\"d9\"},\"metrics\":{\"count\":1}}");
        }

        @ParameterizedTest
        @CsvSource({
            "filters[topic]=a, 3",
            "filters[topic]=a&filters[topic]=b, 5",
            "filters[topic][]=a&filters[topic][]=b, 5",
            "filters[topic][0]=b&filters[topic][1]=x, 2",
            "filters[topic]=, 5",
            "filters[topic]=x, 0",
            "filters[destination_id]=d2, 2",
            "filters[tenant_id]=other, 1",
            "filters[tenant_id]=other&filters[tenant_id]=acme, 5",
            "filters[tenant_id]=nobody, 0",
            "filters[tenant_id]=acme&filters[topic]=b&filters[destination_id]=d1, 1"
        })
        void shouldFilter(String filter, int count) {
            // when
            var answer = get("/metrics/events" + HOUR + "&measures=count&" + filter);
            // then
            assertThat(answer.at("/data/0/metrics/count").asInt())
                    .as(answer.body())
                    .isEqualTo(count);
        }

        @Test
        void shouldTakeTheStartInAndLeaveTheEndOut() {
            // when
            var answer = get("/metrics/events?time[start]=2026-03-01T10:00:00.0001Z&time[end]=2026-03-01T10:00:02Z"
                    + "&measures=count&filters[tenant_id]=acme");
            // then
            assertThat(answer.at("/data/0/metrics/count").asInt()).isEqualTo(1);
        }
    }

    @Nested
    class Attempts {

        private static final String ALL = "&measures=count&measures=successful_count&measures=failed_count"
                + "&measures=error_rate&measures=first_attempt_count&measures=retry_count&measures=manual_retry_count"
                + "&measures=avg_attempt_number&measures=rate&measures=successful_rate&measures=failed_rate";

        @Test
        void shouldHaveEveryMeasure() {
            // when
            var answer = get("/metrics/attempts?time[start]=2026-03-01T10:00:00Z&time[end]=2026-03-01T10:00:40Z" + ALL);
            // then
            assertThat(rows(answer))
                    .containsExactly("{\"dimensions\":{},\"metrics\":{\"count\":3,\"successful_count\":1,"
                            + "\"failed_count\":2,\"error_rate\":0.6666666666666666,\"first_attempt_count\":3,"
                            + "\"retry_count\":0,\"manual_retry_count\":0,\"avg_attempt_number\":1.0,"
                            + "\"rate\":0.075,\"successful_rate\":0.025,\"failed_rate\":0.05}}");
        }

        @Test
        void shouldHaveEveryDimensionAsText() {
            // when
            var answer = get(
                    "/metrics/attempts?time[start]=2026-03-01T10:01:00Z&time[end]=2026-03-01T10:02:00Z"
                            + "&measures=count&dimensions=tenant_id&dimensions=destination_id&dimensions=destination_type"
                            + "&dimensions=topic&dimensions=status&dimensions=code&dimensions=manual&dimensions=attempt_number");
            // then
            assertThat(rows(answer))
                    .containsExactly("{\"dimensions\":{\"tenant_id\":\"acme\",\"destination_id\":\"d1\","
                            + "\"destination_type\":\"webhook\",\"topic\":\"a\",\"status\":\"success\",\"code\":\"200\","
                            + "\"manual\":\"true\",\"attempt_number\":\"2\"},\"metrics\":{\"count\":1}}");
        }

        @ParameterizedTest
        @CsvSource({
            "filters[status]=failed, 2",
            "filters[status]=failed&filters[status]=success, 4",
            "filters[code]=timeout&filters[code]=500, 2",
            "filters[manual]=true, 1",
            "filters[manual]=false, 3",
            "filters[attempt_number]=1, 3",
            "filters[attempt_number][0]=1&filters[attempt_number][1]=2, 4",
            "filters[destination_type]=webhook, 4",
            "filters[destination_type]=kafka, 0",
            "filters[destination_id]=d2, 1",
            "filters[topic]=b, 0",
            "filters[tenant_id]=other, 0"
        })
        void shouldFilter(String filter, int count) {
            // when
            var answer = get("/metrics/attempts" + HOUR + "&measures=count&" + filter);
            // then
            assertThat(answer.at("/data/0/metrics/count").asInt())
                    .as(answer.body())
                    .isEqualTo(count);
        }

        @Test
        void shouldFillBucketsForEachCombinationInOrderOfTime() {
            // when
            var answer = get("/metrics/attempts?time[start]=2026-03-01T10:00:00Z&time[end]=2026-03-01T10:02:00Z"
                    + "&measures=count&dimensions=status&granularity=1m");
            // then
            assertThat(answer.at("/data")
                            .valueStream()
                            .map(row -> row.at("/time_bucket").asText().substring(11, 16) + " "
                                    + row.at("/dimensions/status").asText() + " "
                                    + row.at("/metrics/count")))
                    .containsExactly("10:00 failed 2", "10:00 success 1", "10:01 failed 0", "10:01 success 1");
        }

        @Test
        void shouldSayThatRowsWereLeftOut() {
            // when: 86,400 buckets of two combinations
            var answer = get("/metrics/attempts?time[start]=2026-03-01T00:00:00Z&time[end]=2026-03-02T00:00:00Z"
                    + "&measures=count&dimensions=status&granularity=1s");
            // then
            assertThat(answer.at("/metadata/truncated").asBoolean()).isTrue();
            assertThat(answer.at("/metadata/row_count").asInt()).isEqualTo(100_000);
            assertThat(answer.at("/data")).hasSize(100_000);
        }
    }

    @Nested
    class Refusing {

        @ParameterizedTest
        @CsvSource({
            "measures=count, time[start] and time[end] are required",
            "time[start]=2026-03-01T10:00:00Z&measures=count, time[start] and time[end] are required",
            "time[start]=2026-03-01&time[end]=2026-03-02T00:00:00Z&measures=count, invalid time[start]: it must be an RFC 3339 time",
            "time[start]=-999999999-01-01T00:00:00Z&time[end]=2026-03-02T00:00:00Z&measures=count, invalid time[start]: it must be",
            "time[start]=2026-03-01T00:00:00Z&time[end]=soon&measures=count, invalid time[end]: it must be an RFC 3339 time",
            "time[start]=2026-03-01T00:00:00Z&time[end]=2026-03-01T00:00:00Z&measures=count, invalid time range: start must be before end"
        })
        void shouldAskForATimeRange(String query, String message) {
            // when
            var answer = get("/metrics/events?" + query);
            // then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.at("/message").asText()).startsWith(message);
        }

        @ParameterizedTest
        @CsvSource({
            "events, '', at least one measures[] is required",
            "events, measures=, at least one measures[] is required",
            "events, measures=count&measures=error_rate, unknown measure \"error_rate\"",
            "attempts, measures=COUNT, unknown measure \"COUNT\"",
            "events, measures=count&dimensions=status, unknown dimension \"status\"",
            "attempts, measures=count&dimensions=event_id, unknown dimension \"event_id\"",
            "events, measures=count&filters[code]=200, unknown filter \"code\"",
            "attempts, measures=count&filters[event_id][]=x, unknown filter \"event_id\"",
            "attempts, measures=count&filters[status]=ok, filters[status] must be success or failed",
            "attempts, measures=count&filters[manual]=1, filters[manual] must be true or false",
            "attempts, measures=count&filters[attempt_number]=x, filters[attempt_number] must be a number from 1",
            "attempts, measures=count&filters[tenant_id]=a b, filters[tenant_id] must be a tenant's id",
            "events, measures=count&granularity=1y, invalid granularity \"1y\": must match <number><unit>",
            "events, measures=count&granularity=61s, invalid granularity \"61s\": s value must be between 1 and 60",
            "attempts, measures=count&granularity=0h, invalid granularity \"0h\": value must be > 0"
        })
        void shouldSayWhatIsWrong(String subject, String query, String message) {
            // when
            var answer = get("/metrics/" + subject + HOUR + "&" + query);
            // then
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.at("/message").asText()).startsWith(message);
        }

        @Test
        void shouldTakeOneHundredThousandBucketsAndNoMore() {
            // given
            var range = "/metrics/events?time[start]=2026-03-01T00:00:00Z&granularity=1s&measures=count&time[end]=";
            // when
            var most = get(range + "2026-03-02T03:46:40Z");
            var tooMany = get(range + "2026-03-02T03:46:41Z");
            // then
            assertThat(most.at("/metadata/row_count").asInt()).isEqualTo(100_000);
            assertThat(most.at("/metadata/truncated").asBoolean()).isFalse();
            assertThat(tooMany.status()).isEqualTo(400);
            assertThat(tooMany.at("/message").asText()).startsWith("query too broad: ");
        }

        @Test
        void shouldNotAnswerWithLessThanIsKnown() {
            // given
            world.tasks.mood = Tasks.Mood.RESTORING;
            try {
                // when
                var answer = get("/metrics/events" + HOUR + "&measures=count");
                // then
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
            } finally {
                world.tasks.mood = Tasks.Mood.WELL;
            }
        }
    }

    @Nested
    class OneTenantsCaller {

        @ParameterizedTest
        @CsvSource({
            "events, '', 4",
            "events, filters[tenant_id]=acme, 4",
            "events, filters[tenant_id][0]=acme, 4",
            "events, tenant_id=acme, 4",
            "attempts, '', 4"
        })
        void shouldSeeItsOwnFiguresOnly(String subject, String query, int count) {
            // when
            var answer = as("acme", "/metrics/" + subject + HOUR + "&measures=count&" + query);
            // then
            assertThat(answer.at("/data/0/metrics/count").asInt())
                    .as(answer.body())
                    .isEqualTo(count);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "dimensions=tenant_id",
                    "dimensions[]=tenant_id",
                    "dimensions[0]=topic&dimensions[1]=tenant_id",
                    "filters[tenant_id]=other",
                    "filters[tenant_id][]=acme&filters[tenant_id][]=other",
                    "filters[tenant_id][7]=other",
                    "tenant_id=other",
                    "tenant_id[]=other"
                })
        void shouldNotAskAboutOthers(String query) {
            // when / then
            for (var subject : List.of("events", "attempts")) {
                var answer = as("acme", "/metrics/" + subject + HOUR + "&measures=count&" + query);
                assertThat(answer.status()).as(answer.body()).isEqualTo(403);
                assertThat(answer.at("/status").asInt()).isEqualTo(403);
            }
        }
    }
}
