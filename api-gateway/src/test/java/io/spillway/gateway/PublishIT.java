package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.topic.TopicRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishIT {

    private World world;

    @BeforeEach
    void start() {
        world = new World();
        world.put("/tenants/acme", "");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void destination(String id) {
        world.post(
                "/tenants/acme/destinations",
                "{\"id\":\"" + id
                        + "\",\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\"}}");
    }

    @Test
    void shouldNameTheDestinations() {
        // given
        destination("d2");
        destination("d1");
        // when
        var answer =
                world.post("/publish", "{\"tenant_id\":\"acme\",\"id\":\"e1\",\"topic\":\"t\",\"data\":{\"a\":1}}");
        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"id\":\"e1\",\"duplicate\":false,\"destination_ids\":[\"d1\",\"d2\"]}");
    }

    @Test
    void shouldKnowADuplicateAndStillNameTheDestinations() {
        // given
        destination("d1");
        var body = "{\"tenant_id\":\"acme\",\"id\":\"e1\",\"data\":{}}";
        world.post("/publish", body);
        // when
        var answer = world.post("/publish", body);
        // then
        assertThat(answer.body()).isEqualTo("{\"id\":\"e1\",\"duplicate\":true,\"destination_ids\":[\"d1\"]}");
    }

    @Test
    void shouldSayWhyNobodyGetsIt() {
        // when
        var none = world.post("/publish", "{\"tenant_id\":\"acme\",\"id\":\"e\",\"data\":{}}");
        var unknown = world.post("/publish", "{\"tenant_id\":\"nobody\",\"id\":\"e\",\"data\":{}}");
        // then
        assertThat(none.body())
                .isEqualTo("{\"id\":\"e\",\"duplicate\":false,\"destination_ids\":[],\"matched\":\"none\"}");
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.at("/matched").asText()).isEqualTo("tenant_unknown");
    }

    @Test
    void shouldKeepTheBytes() {
        // given
        var data = "{ \"z\":1.0e2,\n\"ä\":\"\\u00e4\" , \"a\":[1 ,2]}";
        // when
        world.post("/publish", "{\"tenant_id\":\"acme\",\"id\":\"e1\",\"data\":" + data + " }");
        // then
        assertThat(world.tasks.data.values()).singleElement().isEqualTo(data.getBytes(StandardCharsets.UTF_8));
        assertThat(world.get("/events/e1").body()).contains("\"data\":" + data + "}");
    }

    @Test
    void shouldMintAnId() {
        // when / then
        assertThat(world.post("/publish", "{\"tenant_id\":\"acme\",\"data\":{}}")
                        .at("/id")
                        .asText())
                .hasSize(36);
    }

    @Test
    void shouldTakeTheIdFromAHeader() {
        // given
        var body = "{\"tenant_id\":\"acme\",\"data\":{}}".getBytes(StandardCharsets.UTF_8);
        // when
        var lower = world.call("POST", "/publish", body, Map.of("Idempotency-Key", "key"));
        var upper = world.call("POST", "/publish", body, Map.of("Idempotency-Key", "KEY"));
        var outpost = world.call("POST", "/publish", body, Map.of("x-outpost-idempotency-key", "k2"));
        var named = world.call(
                "POST",
                "/publish",
                "{\"id\":\"own\",\"tenant_id\":\"acme\",\"data\":{}}".getBytes(StandardCharsets.UTF_8),
                Map.of("Idempotency-Key", "k3"));
        // then
        assertThat(lower.at("/id").asText()).isEqualTo("key");
        assertThat(upper.at("/id").asText()).as("two keys on one connection").isEqualTo("KEY");
        assertThat(outpost.at("/id").asText()).isEqualTo("k2");
        assertThat(named.at("/id").asText()).isEqualTo("own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|[\"tenant_id is required\",\"data is required\"]",
                "{\"tenant_id\":\"acme\"}|[\"data is required\"]",
                "{\"data\":{}}|[\"tenant_id is required\"]",
                "{\"tenant_id\":\"acme\",\"data\":[]}|[\"data must be a valid JSON object\"]",
                "{\"tenant_id\":\"a b\",\"data\":{}}|[\"tenant_id is invalid\"]",
            })
    void shouldSayWhatIsWrong(String body, String data) {
        // when
        var answer = world.post("/publish", body);
        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/message").asText()).isEqualTo("validation error");
        assertThat(answer.at("/data").toString()).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tenant_id\":1,\"data\":{}}|[\"tenant_id must be a string\"]",
                "{\"tenant_id\":\"acme\",\"data\":{},\"metadata\":{\"a\":1}}|[\"metadata.a must be a string\"]",
                "{\"tenant_id\":\"acme\",\"data\":{},\"metadata\":[]}|[\"metadata must be an object\"]",
                "{\"tenant_id\":\"acme\",\"data\":{},\"eligible_for_retry\":1}|[\"eligible_for_retry must be a boolean\"]",
            })
    void shouldCallAFieldOfTheWrongTypeInvalidJsonAndNameIt(String body, String data) {
        // when
        var answer = world.post("/publish", body);
        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/message").asText()).isEqualTo("invalid JSON");
        assertThat(answer.at("/data").toString()).isEqualTo(data);
    }

    @Test
    void shouldRefuseAnEventThatIsTooLarge() {
        // given
        var large = "{\"tenant_id\":\"acme\",\"data\":{\"a\":\"" + "x".repeat(World.MAX_EVENT) + "\"}}";
        var larger = "{\"tenant_id\":\"acme\",\"data\":{\"a\":\"" + "x".repeat(2 * World.MAX_EVENT) + "\"}}";
        // when / then
        assertThat(world.post("/publish", large).status()).isEqualTo(413);
        assertThat(world.post("/publish", larger).status()).isEqualTo(413);
    }

    @Test
    void shouldTakeAnEventThatIsJustSmallEnough() {
        // given
        var frame = "{\"a\":\"\"}".length();
        var body = "{\"tenant_id\":\"acme\",\"data\":{\"a\":\"" + "x".repeat(World.MAX_EVENT - frame) + "\"}}";
        // when / then
        assertThat(world.post("/publish", body).status()).isEqualTo(202);
    }

    @Test
    void shouldSayThatItDoesNotKnowYetWhereItGoes() {
        // given
        world.tasks.mood = Tasks.Mood.SILENT;
        // when
        var answer = world.post("/publish", "{\"tenant_id\":\"acme\",\"id\":\"e\",\"data\":{}}");
        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("x-spillway-routing")).isEqualTo("pending");
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"e\",\"duplicate\":false,\"destination_ids\":[],\"routing\":\"pending\"}");
    }

    @Nested
    class WithTopics {

        @ParameterizedTest
        @CsvSource({
            "'', topic is required",
            "'\"topic\":\"\",', topic is required",
            "'\"topic\":\"other\",', topic is invalid",
            "'\"topic\":\"order.paid\",', ''",
            "'\"topic\":\"*\",', ''"
        })
        void shouldAskForOneThatIsConfigured(String topic, String problem) {
            // given
            try (var strict = new World("", new TopicRules(List.of("order.paid"), false))) {
                // when
                var answer = strict.post("/publish", "{" + topic + "\"tenant_id\":\"acme\",\"data\":{}}");
                // then
                assertThat(answer.at("/data/0").asText("")).isEqualTo(problem);
                assertThat(answer.status()).isEqualTo(problem.isEmpty() ? 202 : 422);
            }
        }
    }

    @Nested
    class Batches {

        @Test
        void shouldJudgeEachOnItsOwnAndKeepTheOrder() {
            // given
            destination("d1");
            // when
            var answer = world.post(
                    "/publish/batch",
                    "{\"events\":[{\"tenant_id\":\"acme\",\"id\":\"1\",\"data\":{\"x\" : 1}},{\"tenant_id\":\"acme\"},"
                            + "7,{\"tenant_id\":\"acme\",\"id\":\"1\",\"data\":{}},"
                            + "{\"tenant_id\":\"nobody\",\"id\":\"2\",\"data\":{}}]}");
            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"results\":[{\"id\":\"1\",\"duplicate\":false,\"destination_ids\":[\"d1\"]},"
                                    + "{\"status\":422,\"message\":\"validation error\",\"data\":[\"data is required\"]},"
                                    + "{\"status\":422,\"message\":\"invalid JSON\","
                                    + "\"data\":[\"the body must be a JSON object\"]},"
                                    + "{\"id\":\"1\",\"duplicate\":true,\"destination_ids\":[\"d1\"]},"
                                    + "{\"id\":\"2\",\"duplicate\":false,\"destination_ids\":[],\"matched\":\"tenant_unknown\"}]}");
            assertThat(world.tasks.event(Optional.of(new TenantId("acme")), new EventId("1")))
                    .hasSize(1);
        }

        @Test
        void shouldTakeAThousandAndNoMore() {
            // when / then
            assertThat(world.post("/publish/batch", batch(1000)).at("/results")).hasSize(1000);
            assertThat(world.post("/publish/batch", batch(1001)).at("/data/0").asText())
                    .isEqualTo("a batch must have 1 to 1000 events");
            assertThat(world.post("/publish/batch", batch(0)).status()).isEqualTo(422);
            assertThat(world.post("/publish/batch", "{}").at("/data/0").asText())
                    .isEqualTo("events is required");
        }

        @Test
        void shouldRefuseABodyThatIsTooLarge() {
            // when / then
            assertThat(world.post("/publish/batch", " ".repeat((8 << 20) + 1)).status())
                    .isEqualTo(413);
        }

        @Test
        void shouldNotWaitForEachInTurn() {
            // given
            world.tasks.mood = Tasks.Mood.SILENT;
            // when: in turn they would take longer than the client waits
            var answer = world.post("/publish/batch", batch(100));
            // then
            assertThat(answer.at("/results"))
                    .hasSize(100)
                    .allMatch(result -> result.path("routing").asText().equals("pending"));
        }

        private String batch(int size) {
            return IntStream.range(0, size)
                    .mapToObj(i -> "{\"tenant_id\":\"acme\",\"id\":\"" + i + "\",\"data\":{}}")
                    .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        }
    }
}
