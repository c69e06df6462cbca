package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.TenantId;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.topic.TopicRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTestIT {

    private static World world;

    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of("order.paid"), false));
        world.put("/tenants/acme", "");
        world.put("/tenants/other", "");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Answered test(String filter, String event) {
        return world.post("/filters/test", "{\"filter\":%s,\"event\":%s}".formatted(filter, event));
    }

    @Nested
    class Deciding {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {}                                    | {"matches":true,"decided_by":{"pointer":"","expected":{},"actual":{"id":"e","topic":"order.paid","time":"2026-01-02T03:04:05.000Z","metadata":{"k":"v"},"data":{"a":3}}}}
                {"topic":"order.paid"}                | {"matches":true,"decided_by":{"pointer":"/topic","expected":"order.paid","actual":"order.paid"}}
                {"id":"e","data":{"a":{"$gt":5}}}     | {"matches":false,"decided_by":{"pointer":"/data/a/$gt","operator":"$gt","expected":5,"actual":3}}
                {"time":{"$lt":"2026"}}               | {"matches":false,"decided_by":{"pointer":"/time/$lt","operator":"$lt","expected":"2026","actual":"2026-01-02T03:04:05.000Z"}}
                {"metadata":{"x":{"$exist":true}}}    | {"matches":false,"decided_by":{"pointer":"/metadata/x/$exist","operator":"$exist","expected":true}}
                {"data":{"a/b~":1}}                   | {"matches":false,"decided_by":{"pointer":"/data/a~1b~0","expected":1}}
                {"data":{"a":"\\udfff"}}             | {"matches":false,"decided_by":{"pointer":"/data/a","expected":"\\uDFFF","actual":3}}
                """)
        void shouldSayWhatDecided(String filter, String verdict) {
            // when
            var answer = test(filter, """
                    {"id":"e","tenant_id":"acme","topic":"order.paid","time":"2026-01-02T04:04:05+01:00","metadata":{"k":"v"},"data":{"a":3}}""");
            // then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(verdict);
        }

        @Test
        void shouldTakeAnEventWithDataAlone() {
            // when
            var known = test("{\"id\":{\"$exist\":true},\"time\":{\"$gt\":\"2026\"}}", "{\"data\":{}}");
            var unknown = test("{\"topic\":{\"$exist\":true}}", "{\"data\":{}}");
            // then
            assertThat(known.at("/matches").asBoolean()).isTrue();
            assertThat(unknown.at("/matches").asBoolean()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"0, 200, 202", "1, 422, 422"})
        void shouldTakeWhatAPublishTakes(int further, int tested, int published) {
            // given
            var digits = "9".repeat(2000);
            var arrays = Data.MAX_LEVELS - 2 + further;
            var event = "{\"tenant_id\":\"acme\",\"topic\":\"order.paid\",\"data\":{\"n\":%s,\"deep\":%s7%s}}"
                    .formatted(digits, "[".repeat(arrays), "]".repeat(arrays));
            // when
            var answer = test("{\"topic\":\"other\",\"data\":{\"n\":%s}}".formatted(digits), event);
            // then
            assertThat(answer.status()).as(answer.body()).isEqualTo(tested);
            assertThat(answer.at("/decided_by/pointer").asText()).isEqualTo(tested == 200 ? "/topic" : "");
            assertThat(world.post("/publish", event).status()).isEqualTo(published);
        }

        @Test
        void shouldTakeAnEventAsTheApiShowsIt() {
            // given
            world.post("/publish", """
                    {"id":"shown","tenant_id":"acme","topic":"order.paid","data":{"a":3}}""");
            // when
            var answer = test("{\"data\":{\"a\":3}}", world.get("/events/shown").body());
            // then
            assertThat(answer.at("/matches").asBoolean()).isTrue();
        }
    }

    @Nested
    class Refusing {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {}                                                  | ["filter is required","event is required"]
                {"filter":null,"event":{"data":{}}}                 | ["filter is required"]
                {"filter":[],"event":{"data":{}}}                   | ["filter: A filter must be a JSON object."]
                {"filter":{"a":{"$in":{}}},"event":{"data":{}}}     | ["filter /a/$in: $in takes an array, a string, a number, a boolean or null."]
                {"filter":{},"event":[]}                            | ["event must be a JSON object"]
                {"filter":{},"event":{}}                            | ["event.data is required"]
                {"filter":{},"event":{"data":1}}                    | ["event.data must be a valid JSON object"]
                {"filter":{},"event":{"data":{},"topic":1}}         | ["event.topic must be a string"]
                """)
        void shouldSayWhatIsWrong(String body, String problems) {
            // when
            var answer = world.post("/filters/test", body);
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/data")).hasToString(problems);
        }

        @Test
        void shouldTakeSmallBodiesOnly() {
            // given
            var body = "{\"filter\":{},\"event\":{\"data\":{\"s\":\"%s\"}}}";
            var room = 64 * 1024 - body.formatted("").length();
            // when
            var fitting = world.post("/filters/test", body.formatted("a".repeat(room)));
            var tooLarge = world.post("/filters/test", body.formatted("a".repeat(room + 1)));
            // then
            assertThat(fitting.status()).isEqualTo(200);
            assertThat(tooLarge.status()).isEqualTo(413);
            assertThat(tooLarge.at("/data"))
                    .hasToString("[\"filter and event together must not be larger than 65536 bytes\"]");
        }

        @Test
        void shouldTurnAwayWhoeverComesWhileOthersAreServed() {
            // given: a test that takes a while
            var contains = "{\"$in\":\"%sb\"}".formatted("a".repeat(60));
            var filter =
                    "{\"data\":{\"s\":{\"$or\":[%s]}}}".formatted(String.join(",", Collections.nCopies(400, contains)));
            var event = "{\"data\":{\"s\":\"%s\"}}".formatted("a".repeat(24_000));
            // when
            List<Answered> answers;
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> test(filter, event), callers))
                        .limit(8L * Runtime.getRuntime().availableProcessors())
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
            }
            // then
            assertThat(answers).extracting(Answered::status).containsOnly(200, 429);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 429)
                    .allMatch(answer -> answer.header("retry-after").equals("1"));
            assertThat(test(filter, event).at("/matches").asBoolean(true)).isFalse();
        }
    }

    @Nested
    class Asking {

        @Test
        void shouldLetATenantAskAboutItsOwnEventsOnly() {
            // when / then
            assertThat(as("acme", "{\"filter\":{},\"event\":{\"data\":{}}}").status())
                    .isEqualTo(200);
            assertThat(as("acme", "{\"filter\":{},\"event\":{\"tenant_id\":\"acme\",\"data\":{}}}")
                            .status())
                    .isEqualTo(200);
            assertThat(as("acme", "{\"filter\":{},\"event\":{\"tenant_id\":\"other\",\"data\":{}}}")
                            .status())
                    .isEqualTo(403);
            assertThat(as("nobody", "{\"filter\":{},\"event\":{\"data\":{}}}").status())
                    .isEqualTo(401);
        }

        @ParameterizedTest
        @CsvSource({"read, 200", "manage, 403", "publish, 403"})
        void shouldTakeAKeyThatMayRead(String scope, int status) {
            // given
            var key = world.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"%s\"]}".formatted(scope))
                    .at("/key")
                    .asText();
            // when / then
            assertThat(call(key, "{\"filter\":{},\"event\":{\"data\":{}}}").status())
                    .isEqualTo(status);
        }

        private static Answered as(String tenant, String body) {
            return call(World.TOKENS.issue(new TenantId(tenant), Instant.now()), body);
        }

        private static Answered call(String credential, String body) {
            return world.call(
                    "POST",
                    "/filters/test",
                    body.getBytes(StandardCharsets.UTF_8),
                    Map.of("Authorization", "Bearer " + credential));
        }
    }
}
