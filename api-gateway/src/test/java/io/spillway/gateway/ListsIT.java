package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Rejection;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListsIT {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private static final DestinationId D1 = new DestinationId("d1");
    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
        world.put("/tenants/acme", "");
        world.post(
                "/tenants/acme/destinations",
                "{\"id\":\"d1\",\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\"}}");
        for (var i = 0; i < 10; i++) {
            event(ACME, "e" + i, START.plusSeconds(i), i < 5 ? "a" : "b");
        }
        event(new TenantId("other"), "e1", START, "a");
        for (var i = 0; i < 3; i++) {
            delivery("e" + i, START.plusSeconds(100 + i), i);
        }
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static void event(TenantId tenant, String id, Instant time, String topic) {
        var at = new RecordAt("spillway.events", 0, world.tasks.data.size());
        world.tasks.data.put(at, ("{ \"id\": \"" + id + "\" }").getBytes(StandardCharsets.UTF_8));
        var event = new Event(
                tenant,
                new EventId(id),
                Optional.of(topic),
                time,
                Map.of("k", "v"),
                true,
                Optional.empty(),
                new Data.Stored(at));
        world.tasks.events.put(tenant.value() + '\0' + id, new EventEntry(event, time, List.of(D1), List.of(), 0));
    }

    /** The first attempt fails without an answer, the second with one, the third succeeds. */
    private static void delivery(String event, Instant time, int failures) {
        var id = DeliveryId.of(ACME, new EventId(event), D1);
        var ref = new DeliveryRef(id, ACME, new EventId(event), Optional.of("a"), D1, "webhook");
        var entry = DeliveryEntry.inFlight(ref, time);
        for (var number = 1; number <= failures + 1; number++) {
            var at = new RecordAt("spillway.attempts", 0, world.tasks.reports.size());
            var outcome = outcome(number, failures);
            var done = time.plusSeconds(10L * number);
            entry = entry.with(new Tried(
                    number,
                    false,
                    done,
                    Duration.ofMillis(12),
                    Optional.of(outcome.code()),
                    outcome instanceof Outcome.Failed failed
                            ? Optional.of(failed.failure().word())
                            : Optional.empty(),
                    at));
            world.tasks.reports.put(
                    at, new Report.Attempt(ref, number, false, done, Duration.ofMillis(12), outcome, Optional.empty()));
        }
        world.tasks.deliveries.add(entry.ended(DeliveryState.DELIVERED, Optional.empty(), time));
    }

    private static Outcome outcome(int number, int failures) {
        if (number > failures) {
            return new Outcome.Delivered(new Response("200", "{\"status\":200,\"body\":\"ok\"}"));
        }
        return number == 1
                ? new Outcome.Failed(Failure.TIMEOUT, "no answer", Optional.empty())
                : new Outcome.Failed(
                        Failure.STATUS, "500", Optional.of(new Response("500", "{\"status\":500,\"body\":\"no\"}")));
    }

    private static List<String> ids(JsonNode page) {
        return page.at("/models")
                .valueStream()
                .map(row -> row.at("/id").asText())
                .toList();
    }

    @Nested
    class Events {

        @Test
        void shouldShowWhatTheContractNames() {
            // when
            var answer = world.get("/events/e9");
            // then
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"id\":\"e9\",\"tenant_id\":\"acme\",\"matched_destination_ids\":[\"d1\"],\"topic\":\"b\","
                                    + "\"time\":\"2026-03-01T00:00:09.000Z\",\"eligible_for_retry\":true,"
                                    + "\"metadata\":{\"k\":\"v\"},\"data\":{ \"id\": \"e9\" }}");
        }

        @Test
        void shouldAskForTheTenantWhereSeveralHaveTheId() {
            // when / then
            assertThat(world.get("/events/e1").status()).isEqualTo(400);
            assertThat(world.get("/events/e1?tenant_id=other").at("/tenant_id").asText())
                    .isEqualTo("other");
            assertThat(world.get("/events/e1?tenant_id=none").body())
                    .isEqualTo("{\"status\":404,\"message\":\"event not found\"}");
            assertThat(world.get("/events/nope").status()).isEqualTo(404);
        }

        @Test
        void shouldPageBothWays() {
            // given
            var base = "/events?tenant_id=acme&limit=4";
            // when
            var first = world.get(base).json();
            var second = world.get(
                            base + "&next=" + first.at("/pagination/next").asText())
                    .json();
            var third = world.get(
                            base + "&next=" + second.at("/pagination/next").asText())
                    .json();
            var back = world.get(base + "&prev=" + third.at("/pagination/prev").asText())
                    .json();
            // then
            assertThat(ids(first)).containsExactly("e9", "e8", "e7", "e6");
            assertThat(ids(second)).containsExactly("e5", "e4", "e3", "e2");
            assertThat(ids(third)).containsExactly("e1", "e0");
            assertThat(third.at("/pagination/next").isNull()).isTrue();
            assertThat(ids(back)).isEqualTo(ids(second));
            assertThat(back.at("/pagination/next")).isEqualTo(second.at("/pagination/next"));
        }

        @ParameterizedTest
        @CsvSource({
            "topic=a, 5",
            "topic=a&topic=b, 10",
            "topic%5B%5D=b, 5",
            "id=e1&id=e2, 2",
            "id=nope, 0",
            "destination_id=d1, 10",
            "destination_id=d2, 0",
            "'destination_id=not an id', 0",
            "time%5Bgte%5D=2026-03-01T00:00:05Z, 5",
            "time[gt]=2026-03-01T00:00:05Z, 4",
            "time%5Blte%5D=2026-03-01T00:00:05Z, 6",
            "time%5Blt%5D=2026-03-01T01:00:05%2B01:00, 5",
            "time%5Blt%5D=2026-03-01, 0",
            "time%5Bgte%5D=2026-03-01&time%5Blt%5D=2026-03-02, 10",
            "limit=3, 3",
            "limit=0, 10",
            "limit=x, 10",
            "limit=9999, 10",
            "dir=asc&order_by=time, 10"
        })
        void shouldNarrow(String query, int rows) {
            // when
            var answer = world.get("/events?tenant_id=acme&"
                    + query.replace(" ", "%20").replace("[", "%5B").replace("]", "%5D"));
            // then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(ids(answer.json())).hasSize(rows);
        }

        @ParameterizedTest
        @CsvSource({
            "time%5Bany%5D=2026-03-01, 400",
            "time%5Bgte%5D=yesterday, 422",
            "dir=sideways, 422",
            "order_by=id, 422",
            "next=x, 400",
            "next=a&prev=b, 400"
        })
        void shouldRefuse(String query, int status) {
            // when / then
            assertThat(world.get("/events?" + query).status()).isEqualTo(status);
        }

        @Test
        void shouldRefuseTheCursorOfAnotherList() {
            // given
            var cursor = world.get("/attempts?limit=1").at("/pagination/next").asText();
            // when / then
            assertThat(world.get("/events?next=" + cursor).status()).isEqualTo(400);
            assertThat(world.get("/attempts?next=" + cursor).status()).isEqualTo(200);
        }
    }

    @Nested
    class Attempts {

        @Test
        void shouldShowWhatTheContractNames() {
            // given
            var id = DeliveryId.of(ACME, new EventId("e2"), D1) + "-1";
            // when
            var answer = world.get("/attempts/" + id).json();
            // then
            assertThat(answer.at("/attempt_number").asInt()).isEqualTo(1);
            assertThat(answer.at("/status").asText()).isEqualTo("failed");
            assertThat(answer.at("/error").asText()).isEqualTo("timeout");
            assertThat(answer.at("/code").asText()).isEqualTo("timeout");
            assertThat(answer.at("/duration_ms").asInt()).isEqualTo(12);
            assertThat(answer.has("event")).isFalse();
            assertThat(answer.has("response_data")).isFalse();
        }

        @Test
        void shouldIncludeWhatIsAskedFor() {
            // when
            var page = world.get("/attempts?event_id=e2&dir=asc&include=event.data&include=response_data"
                            + "&include=destination")
                    .json();
            var short1 = world.get("/attempts?event_id=e2&limit=1&include%5B%5D=event")
                    .json();
            // then
            assertThat(page.at("/models")).hasSize(3);
            assertThat(page.at("/models/0/event/data/id").asText()).isEqualTo("e2");
            assertThat(page.at("/models/0/response_data").toString()).isEqualTo("{\"error\":\"no answer\"}");
            assertThat(page.at("/models/1/response_data/body").asText()).isEqualTo("no");
            assertThat(page.at("/models/2/response_data/status").asInt()).isEqualTo(200);
            assertThat(page.at("/models/2/destination/target").asText()).isEqualTo("https://example.com");
            assertThat(short1.at("/models/0/event/id").asText()).isEqualTo("e2");
            assertThat(short1.at("/models/0/event").has("data")).isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "'', 6",
            "status=failed, 3",
            "status=success, 3",
            "event_id=e1, 2",
            "destination_type=webhook, 6",
            "destination_type=kafka, 0",
            "tenant_id=other, 0"
        })
        void shouldNarrow(String query, int rows) {
            // when / then
            assertThat(ids(world.get("/attempts?" + query).json())).hasSize(rows);
        }

        @Test
        void shouldRefuseAnotherStatus() {
            // when / then
            assertThat(world.get("/attempts?status=maybe")
                            .at("/data/query.status")
                            .isTextual())
                    .isTrue();
        }

        @Test
        void shouldListThoseOfADestination() {
            // given
            var id = DeliveryId.of(ACME, new EventId("e0"), D1) + "-1";
            // when / then
            var base = "/tenants/acme/destinations/";
            assertThat(ids(world.get(base + "d1/attempts").json())).hasSize(6);
            assertThat(ids(world.get(base + "d2/attempts").json())).isEmpty();
            assertThat(world.get("/tenants/nobody/destinations/d1/attempts").status())
                    .isEqualTo(404);
            assertThat(world.get(base + "d1/attempts/" + id).status()).isEqualTo(200);
            assertThat(world.get(base + "d2/attempts/" + id).body())
                    .isEqualTo("{\"status\":404,\"message\":\"attempt not found\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"nope", "x-1", "x-", "-1", "x-99999999999"})
        void shouldNotFindWhatIsNotThere(String id) {
            // when / then
            assertThat(world.get("/attempts/" + id).status()).isEqualTo(404);
        }
    }

    @Nested
    class Deliveries {

        @Test
        void shouldShowWhatTheContractNames() {
            // given
            var id = DeliveryId.of(ACME, new EventId("e2"), D1);
            // when
            var answer = world.get("/deliveries/" + id);
            // then
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"id\":\"" + id + "\",\"tenant_id\":\"acme\",\"event_id\":\"e2\","
                                    + "\"destination_id\":\"d1\",\"topic\":\"a\",\"state\":\"delivered\",\"attempts\":3,"
                                    + "\"created_at\":\"2026-03-01T00:01:42.000Z\",\"updated_at\":\"2026-03-01T00:01:42.000Z\"}");
            assertThat(world.get("/deliveries/nope").body())
                    .isEqualTo("{\"status\":404,\"message\":\"delivery not found\"}");
        }

        @Test
        void shouldSayWhatSkippedADeliveryWhereThatIsAskedFor() {
            // given
            world.post("/tenants/acme/destinations", """
                    {"id":"picky","type":"webhook","topics":"*","config":{"url":"https://example.com"},
                     "filter":{"data":{"id":"another"}}}""");
            var picky = new DestinationId("picky");
            var id = DeliveryId.of(ACME, new EventId("e9"), picky);
            var ref = new DeliveryRef(id, ACME, new EventId("e9"), Optional.of("b"), picky, "webhook");
            world.tasks.deliveries.add(DeliveryEntry.skipped(ref, "filter", START));
            // when
            var asked = world.get("/deliveries?event_id=e9&include=decided_by").json();
            var unasked = world.get("/deliveries?event_id=e9").json();
            // then
            assertThat(asked.at("/models/0/reason").asText()).isEqualTo("filter");
            assertThat(asked.at("/models/0/decided_by").toString())
                    .isEqualTo("{\"pointer\":\"/data/id\",\"expected\":\"another\",\"actual\":\"e9\"}");
            assertThat(unasked.at("/models/0").has("decided_by")).isFalse();
            assertThat(world.get("/deliveries?include=decided_by").status()).isEqualTo(422);

            // when
            var one = "/deliveries/" + id;
            var alone = world.get(one + "?event_id=e9&include=decided_by").json();
            // then
            assertThat(alone).isEqualTo(asked.at("/models/0"));
            assertThat(world.get(one + "?event_id=e9").json()).isEqualTo(unasked.at("/models/0"));
            assertThat(world.get(one + "?event_id=e8").status()).isEqualTo(404);
            assertThat(world.get(one).status()).isEqualTo(404);
        }

        @Test
        void shouldNarrowAndPage() {
            // when
            var found = new ArrayList<String>();
            var page =
                    world.get("/deliveries?state=delivered&state=dead&limit=1").json();
            found.addAll(ids(page));
            while (!page.at("/pagination/next").isNull()) {
                page = world.get("/deliveries?state=delivered&limit=1&next="
                                + page.at("/pagination/next").asText())
                        .json();
                found.addAll(ids(page));
            }
            // then
            assertThat(found).hasSize(3).doesNotHaveDuplicates();
            assertThat(ids(world.get("/deliveries?state=dead").json())).isEmpty();
            assertThat(world.get("/deliveries?state=lost").status()).isEqualTo(422);
        }
    }

    @Nested
    class Retries {

        @Test
        void shouldTakeTheRetryOfAnEventThatIsThere() {
            // when / then
            assertThat(retry("{\"event_id\":\"e0\",\"destination_id\":\"d1\"}").body())
                    .isEqualTo("{\"success\":true}");
            assertThat(retry("{\"event_id\":\"e0\",\"destination_id\":\"d1\"}").status())
                    .isEqualTo(202);
            assertThat(retry("{\"event_id\":\"e1\",\"destination_id\":\"d1\"}").status())
                    .isEqualTo(400);
            assertThat(retry("{\"event_id\":\"e1\",\"destination_id\":\"d1\",\"tenant_id\":\"acme\"}")
                            .status())
                    .isEqualTo(202);
            assertThat(retry("{\"event_id\":\"e0\",\"destination_id\":\"d9\"}")
                            .at("/message")
                            .asText())
                    .isEqualTo("destination not found");
            assertThat(retry("{\"event_id\":\"nope\",\"destination_id\":\"d1\"}")
                            .at("/message")
                            .asText())
                    .isEqualTo("event not found");
            assertThat(retry("{}").at("/data").toString())
                    .isEqualTo("[\"event_id is required\",\"destination_id is required\"]");
        }

        @ParameterizedTest
        @CsvSource({
            "topics, '[\"other\"]', 400",
            "filter, '{\"data\":{\"id\":\"e1\"}}', 400",
            "filter, '{\"data\":{\"id\":\"e0\"}}', 202"
        })
        void shouldAskWhetherTheDestinationWantsTheEventNow(String field, String value, int status) {
            // given
            world.patch("/tenants/acme/destinations/d1", "{\"" + field + "\":" + value + "}");
            // when
            var answer = retry("{\"event_id\":\"e0\",\"destination_id\":\"d1\"}");
            world.patch("/tenants/acme/destinations/d1", "{\"topics\":\"*\",\"filter\":null}");
            // then
            assertThat(answer.status()).isEqualTo(status);
            if (status != 202) {
                assertThat(answer.at("/message").asText()).isEqualTo("destination does not match event");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "DESTINATION_DISABLED, Destination is disabled",
            "DESTINATION_DOES_NOT_MATCH, destination does not match event"
        })
        void shouldWordWhatTheTaskRefuses(Rejection rejection, String message) {
            // given
            world.tasks.rejecting = Optional.of(rejection);
            // when
            var answer = retry("{\"event_id\":\"e0\",\"destination_id\":\"d1\"}");
            world.tasks.rejecting = Optional.empty();
            // then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.at("/message").asText()).isEqualTo(message);
        }

        private World.Answered retry(String body) {
            return world.post("/retry", body);
        }
    }
}
