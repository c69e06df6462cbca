package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Health;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.topic.TopicRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsIT {

    private static final String BASE = "/tenants/acme/destinations";
    private static final String CONFIG = "\"config\":{\"url\":\"https://example.com/hook\"}";

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

    private JsonNode create(String fields) {
        var answer = world.post(BASE, "{\"type\":\"webhook\"," + CONFIG + "," + fields + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private Subscription stored(String id) {
        return world.tasks.subscriptions.get(new DestinationKey(new TenantId("acme"), new DestinationId(id)));
    }

    @Nested
    class Creating {

        @Test
        void shouldShowWhatTheContractNames() {
            // when
            var created = create("\"id\":\"d1\",\"topics\":\"*\",\"metadata\":{\"n\":1}");
            // then
            assertThat(created.at("/id").asText()).isEqualTo("d1");
            assertThat(created.at("/tenant_id").asText()).isEqualTo("acme");
            assertThat(created.at("/topics").toString()).isEqualTo("[\"*\"]");
            assertThat(created.at("/config/url").asText()).isEqualTo("https://example.com/hook");
            assertThat(created.at("/credentials/secret").asText()).startsWith("whsec_");
            assertThat(created.has("disabled_at")).isTrue();
            assertThat(created.at("/disabled_at").isNull()).isTrue();
            assertThat(created.has("filter")).isFalse();
            assertThat(created.has("delivery_metadata")).isFalse();
            assertThat(created.at("/metadata/n").asText()).isEqualTo("1");
            assertThat(created.at("/target").asText()).isEqualTo("https://example.com/hook");
            assertThat(created.has("target_url")).isFalse();
        }

        @Test
        void shouldMintAnId() {
            // when / then
            assertThat(create("\"topics\":\"*\"").at("/id").asText()).hasSize(36);
        }

        @Test
        void shouldKeepAPolicyAndMergeIntoIt() {
            // given
            var policy = "{\"max_attempts\":3,\"rate\":{\"per_second\":0.5,\"burst\":2}}";
            var created = create(
                    "\"id\":\"d1\",\"topics\":\"*\",\"signing\":{\"profile\":\"standard\"},\"policy\":" + policy);
            assertThat(created.at("/policy")).hasToString(policy);

            // when
            var patched = world.patch(BASE + "/d1", "{\"policy\":{\"rate\":{\"burst\":4}},\"signing\":null}")
                    .json();

            // then
            assertThat(patched.at("/policy"))
                    .hasToString("{\"max_attempts\":3,\"rate\":{\"per_second\":0.5,\"burst\":4}}");
            assertThat(patched.has("signing")).isFalse();
            assertThat(world.get(BASE + "/d1").at("/policy")).isEqualTo(patched.at("/policy"));
        }

        @Test
        void shouldSignWebhooksOnly() {
            // when
            var answer = world.post(
                    BASE,
                    "{\"type\":\"aws_sqs\",\"topics\":\"*\",\"signing\":{\"profile\":\"standard\"},"
                            + "\"config\":{\"queue_url\":\"https://sqs.eu-west-1.amazonaws.com/1/q\"},"
                            + "\"credentials\":{\"key\":\"k\",\"secret\":\"s\"}}");

            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).contains("signing is for destinations of type webhook");
        }

        @Test
        void shouldBatchOnlyWhatCanBe() {
            // when
            var answer = world.post(
                    BASE,
                    "{\"type\":\"aws_sqs\",\"topics\":\"*\",\"policy\":{\"batch\":{\"count\":5}},"
                            + "\"config\":{\"queue_url\":\"https://sqs.eu-west-1.amazonaws.com/1/q\"},"
                            + "\"credentials\":{\"key\":\"k\",\"secret\":\"s\"}}");

            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).contains("batch is for destinations of type webhook");
        }

        @Test
        void shouldSealTheSettings() {
            // when
            var secret = create("\"id\":\"d1\",\"topics\":\"*\",\"delivery_metadata\":{\"x-key\":\"very-secret\"}")
                    .at("/credentials/secret")
                    .asText();
            // then
            var bytes = new String(stored("d1").settings().bytes(), StandardCharsets.ISO_8859_1);
            assertThat(bytes)
                    .doesNotContain(secret)
                    .doesNotContain("very-secret")
                    .doesNotContain("example.com");
            assertThat(world.get(BASE + "/d1").at("/credentials/secret").asText())
                    .isEqualTo(secret);
            assertThat(world.get(BASE + "/d1").at("/delivery_metadata/x-key").asText())
                    .isEqualTo("very-secret");
        }

        @Test
        void shouldTakeOtherValuesAsText() {
            // when
            var created = world.post(
                            BASE,
                            "{\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\","
                                    + "\"custom_headers\":{\"x-a\":\"b\"},\"n\":1.50,\"b\":true,\"z\":null}}")
                    .json();
            // then
            assertThat(created.at("/config/custom_headers").asText()).isEqualTo("{\"x-a\":\"b\"}");
            assertThat(created.at("/config/n").asText()).isEqualTo("1.50");
            assertThat(created.at("/config/b").asText()).isEqualTo("true");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}|[\"type is required\",\"topics is required\"]",
                    "{\"type\":\"webhook\"}|[\"topics is required\"]",
                    "{\"topics\":\"*\"}|[\"type is required\"]",
                    "{\"type\":\"webhook\",\"topics\":\"*\"}|[\"config.url is required\"]",
                    "{\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"x\"}}|[\"config.url failed pattern validation\"]",
                    "{\"type\":\"webhook\",\"topics\":\"*\",\"id\":\"a b\"}|[\"destination id must match [A-Za-z0-9_.:@-]{1,128}\"]",
                    "{\"type\":\"webhook\",\"topics\":\"*\",\"disabled_at\":\"yesterday\"}|[\"disabled_at must be an RFC 3339 time\"]",
                    "{\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"\\ud800\"}}|[\"config.url must be valid Unicode\"]",
                })
        void shouldSayWhatIsWrong(String body, String data) {
            // when
            var answer = world.post(BASE, body);
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/message").asText()).isEqualTo("validation error");
            assertThat(answer.at("/data").toString()).isEqualTo(data);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"type\":1,\"topics\":\"*\"|type must be a string",
                    "\"type\":\"webhook\",\"topics\":\"*\",\"config\":[]|config must be an object",
                    "\"type\":\"webhook\",\"topics\":\"*\",\"credentials\":\"x\"|credentials must be an object",
                    "\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\"},\"metadata\":7|metadata must be an object",
                    "\"type\":\"webhook\",\"topics\":\"*\",\"disabled_at\":1|disabled_at must be a string",
                })
        void shouldCallAFieldOfTheWrongTypeInvalidJsonAndNameIt(String fields, String problem) {
            // when
            var answer = world.post(BASE, "{" + fields + "}");
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/message").asText()).isEqualTo("invalid JSON");
            assertThat(answer.at("/data/0").asText()).isEqualTo(problem);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"topics\":7|validation failed: invalid topics format",
                    "\"topics\":\"order.paid\"|validation failed: invalid topics format",
                    "\"topics\":[1]|validation failed: invalid topics format",
                    "\"topics\":[]|validation failed: invalid topics",
                    "\"topics\":[\"\"]|validation failed: invalid topics",
                    "\"topics\":[\"order.*\"]|validation failed: invalid topics",
                    "\"topics\":\"*\",\"created_at\":\"2999-01-01T00:00:00Z\"|created_at cannot be in the future",
                    "\"topics\":\"*\",\"updated_at\":\"2999-01-01T00:00:00Z\"|updated_at cannot be in the future",
                    "\"topics\":\"*\",\"disabled_at\":\"2999-01-01T00:00:00Z\"|disabled_at cannot be in the future",
                })
        void shouldSayInTheMessageWhatTheDomainRefuses(String fields, String message) {
            // when
            var answer = world.post(BASE, "{\"type\":\"webhook\"," + CONFIG + "," + fields + "}");
            // then
            assertThat(answer.body()).isEqualTo("{\"status\":422,\"message\":\"" + message + "\"}");
        }

        @Test
        void shouldNameATypeThatIsNotThere() {
            // when
            var answer = world.post(BASE, "{\"type\":\"pigeon\",\"topics\":\"*\"}");
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body())
                    .isEqualTo("{\"status\":422,\"message\":\"no provider registered for destination type: pigeon\"}");
        }

        @ParameterizedTest
        @CsvSource({
            "DESTINATION_EXISTS, 400, destination already exists",
            "TOO_MANY_DESTINATIONS, 400, maximum number of destinations per tenant reached",
            "TENANT_NOT_FOUND, 404, tenant not found",
            "TOO_LARGE, 413, the change is too large to be stored"
        })
        void shouldWordWhatTheTaskRefuses(Rejection rejection, int status, String message) {
            // given
            world.tasks.rejecting = Optional.of(rejection);
            // when
            var answer = world.post(BASE, "{\"type\":\"webhook\",\"topics\":\"*\"," + CONFIG + "}");
            // then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.at("/message").asText()).isEqualTo(message);
        }

        @Test
        void shouldNotFindTheTenant() {
            // when / then
            assertThat(world.post(
                                    "/tenants/nobody/destinations",
                                    "{\"type\":\"webhook\",\"topics\":\"*\"," + CONFIG + "}")
                            .body())
                    .isEqualTo("{\"status\":404,\"message\":\"tenant not found\"}");
        }

        @Test
        void shouldStartDisabledAndBackdated() {
            // when
            var created = create("\"topics\":\"*\",\"disabled_at\":\"2026-01-02T03:04:05+01:00\","
                    + "\"created_at\":\"2025-01-02T03:04:05.678Z\"");
            // then
            assertThat(created.at("/disabled_at").asText()).isEqualTo("2026-01-02T02:04:05.000Z");
            assertThat(created.at("/created_at").asText()).isEqualTo("2025-01-02T03:04:05.678Z");
        }

        @Test
        void shouldKeepAFilterAsItCame() {
            // when
            var created = create("\"id\":\"d1\",\"topics\":\"*\",\"filter\": {\"data\": {\"n\": {\"$gt\": 1.0}}} ");
            // then
            assertThat(stored("d1").filter()).contains("{\"data\": {\"n\": {\"$gt\": 1.0}}}");
            assertThat(created.at("/filter/data/n/$gt").asText()).isEqualTo("1.0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"data\":{\"n\":{\"$gtt\":1}}}", "[]", "7", "{\"a\":1,\"a\":2}"})
        void shouldRefuseAFilterThatCannotBeMeant(String filter) {
            // when
            var answer = world.post(
                    BASE, "{\"type\":\"webhook\",\"topics\":\"*\"," + CONFIG + ",\"filter\":" + filter + "}");
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/data/0").asText()).contains("filter");
        }

        @Test
        void shouldPointAtTheMistakeInAFilter() {
            // when
            var answer = world.post(
                    BASE,
                    "{\"type\":\"webhook\",\"topics\":\"*\"," + CONFIG
                            + ",\"filter\":{\"data\":{\"n\":{\"$gtt\":1}}}}");
            // then
            assertThat(answer.at("/data/0").asText()).startsWith("filter /data/n/$gtt");
        }
    }

    @Nested
    class Listing {

        @Test
        void shouldListTheOldestFirstWithoutPages() {
            // given
            create("\"id\":\"b\",\"topics\":\"*\",\"created_at\":\"2025-01-01T00:00:01Z\"");
            create("\"id\":\"a\",\"topics\":[\"x\"],\"created_at\":\"2025-01-01T00:00:02Z\"");
            create("\"id\":\"c\",\"topics\":[\"x\",\"y\"],\"created_at\":\"2025-01-01T00:00:03Z\"");
            // when / then
            assertThat(ids("")).containsExactly("b", "a", "c");
            assertThat(ids("?topics=x")).containsExactly("b", "a", "c");
            assertThat(ids("?topics=x&topics=y")).containsExactly("b", "c");
            assertThat(ids("?topics=*")).containsExactly("b");
            assertThat(ids("?type=kafka")).isEmpty();
            assertThat(ids("?type=kafka&type=webhook")).hasSize(3);
        }

        @Test
        void shouldNotFindTheTenant() {
            // when / then
            assertThat(world.get(BASE).body()).isEqualTo("[]");
            assertThat(world.get("/tenants/nobody/destinations").status()).isEqualTo(404);
            assertThat(world.get("/tenants/nobody/destinations/d")
                            .at("/message")
                            .asText())
                    .isEqualTo("tenant not found");
            assertThat(world.get(BASE + "/d").at("/message").asText()).isEqualTo("destination not found");
        }

        private List<String> ids(String query) {
            return world.get(BASE + query)
                    .json()
                    .valueStream()
                    .map(row -> row.at("/id").asText())
                    .toList();
        }
    }

    @Nested
    class Patching {

        @BeforeEach
        void given() {
            create("\"id\":\"d1\",\"topics\":[\"a\",\"b\"],\"metadata\":{\"k\":\"1\",\"l\":\"2\"},"
                    + "\"filter\":{\"data\":{\"n\":1}},\"delivery_metadata\":{\"m\":\"1\"}");
        }

        private JsonNode patch(String body) {
            var answer = world.patch(BASE + "/d1", body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer.json();
        }

        @Test
        void shouldMergeMaps() {
            // when / then
            assertThat(patch("{\"metadata\":{\"k\":null,\"n\":3}}")
                            .at("/metadata")
                            .toString())
                    .isEqualTo("{\"l\":\"2\",\"n\":\"3\"}");
            assertThat(patch("{\"metadata\":{}}").at("/metadata").toString()).isEqualTo("{\"l\":\"2\",\"n\":\"3\"}");
            assertThat(patch("{\"metadata\":null}").has("metadata")).isFalse();
            assertThat(patch("{\"delivery_metadata\":{\"z\":true}}")
                            .at("/delivery_metadata")
                            .toString())
                    .isEqualTo("{\"m\":\"1\",\"z\":\"true\"}");
            assertThat(patch("{\"config\":{\"url\":\"https://other.example\"}}")
                            .at("/config/url")
                            .asText())
                    .isEqualTo("https://other.example");
        }

        @Test
        void shouldReplaceTopicsAndFilterWhole() {
            // when / then
            assertThat(patch("{\"topics\":[\"c\",\"c\"]}").at("/topics").toString())
                    .isEqualTo("[\"c\"]");
            assertThat(patch("{\"filter\":{\"data\":{\"m\":2}}}").at("/filter").toString())
                    .isEqualTo("{\"data\":{\"m\":2}}");
            assertThat(patch("{\"filter\":{}}").has("filter")).isFalse();
        }

        @Test
        void shouldClearAFilterWithNull() {
            // when / then
            assertThat(patch("{\"filter\":null}").has("filter")).isFalse();
        }

        @Test
        void shouldDisableAndEnable() {
            // when / then
            assertThat(patch("{\"disabled_at\":\"2026-01-01T00:00:00Z\"}")
                            .at("/disabled_at")
                            .asText())
                    .isEqualTo("2026-01-01T00:00:00.000Z");
            assertThat(patch("{\"metadata\":{}}").at("/disabled_at").isNull()).isFalse();
            assertThat(patch("{\"disabled_at\":null}").at("/disabled_at").isNull())
                    .isTrue();
        }

        @Test
        void shouldRotateTheSecret() {
            // given
            var before = world.get(BASE + "/d1").at("/credentials/secret").asText();
            // when
            var rotated = patch("{\"credentials\":{\"rotate_secret\":true}}");
            // then
            assertThat(rotated.at("/credentials/secret").asText()).isNotEqualTo(before);
            assertThat(rotated.at("/credentials/previous_secret").asText()).isEqualTo(before);
        }

        @Test
        void shouldLeaveSealedWhatIsNotTouched() {
            // given
            var before = stored("d1").settings();
            // when
            patch("{\"topics\":\"*\"}");
            // then
            assertThat(stored("d1").settings()).isEqualTo(before);
        }

        @Test
        void shouldRefuseAnotherType() {
            // when
            var answer = world.patch(BASE + "/d1", "{\"type\":\"kafka\"}");
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).isEqualTo("{\"status\":422,\"message\":\"type cannot be updated\"}");
            assertThat(world.patch(BASE + "/d1", "{\"type\":\"webhook\"}").status())
                    .isEqualTo(200);
        }

        @Test
        void shouldCheckWhatComesOfIt() {
            // when
            var answer = world.patch(BASE + "/d1", "{\"config\":{\"url\":null}}");
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/data/0").asText()).isEqualTo("config.url is required");
        }

        @Test
        void shouldGiveUpWhereOthersAreAlwaysQuicker() {
            // given
            world.tasks.mood = Tasks.Mood.OVERTAKEN;
            world.tasks.commands.clear();
            // when
            var answer = world.patch(BASE + "/d1", "{\"topics\":\"*\"}");
            // then
            assertThat(answer.status()).isEqualTo(409);
            assertThat(world.tasks.commands).hasSize(5);
        }

        @Test
        void shouldNotFindWhatIsNotThere() {
            // when / then
            assertThat(world.patch(BASE + "/d2", "{}").status()).isEqualTo(404);
        }
    }

    @Test
    void shouldShowVersionAndHealthWithEveryAnswer() {
        // when
        var created = create("\"id\":\"d1\",\"topics\":\"*\"");
        var patched = world.patch(BASE + "/d1", "{\"topics\":[\"a\"]}").json();
        var disabled = world.put(BASE + "/d1/disable", "").json();
        // then
        assertThat(created.at("/version").asInt()).isEqualTo(1);
        assertThat(created.at("/health").toString()).isEqualTo("{\"consecutive_failures\":0,\"state\":\"ok\"}");
        assertThat(patched.at("/version").asInt()).isEqualTo(2);
        assertThat(patched.at("/health/state").asText()).isEqualTo("ok");
        assertThat(disabled.at("/health/state").asText()).isEqualTo("disabled");
        assertThat(disabled.at("/updated_at")).isEqualTo(patched.at("/updated_at"));
    }

    @Test
    void shouldSayThatCallsAreKeptAwayUntilTheyAreNot() {
        // given
        create("\"id\":\"d1\",\"topics\":\"*\"");
        var key = new DestinationKey(new TenantId("acme"), new DestinationId("d1"));
        var failing = Health.OK.afterFailure(Instant.EPOCH);
        var soon = Instant.now().plusSeconds(600);
        // when
        world.tasks.health.put(key, failing.open(Optional.of(soon)));
        var open = world.get(BASE + "/d1").at("/health");
        world.tasks.health.put(key, failing.open(Optional.of(Instant.now().minusSeconds(1))));
        var over = world.get(BASE + "/d1").at("/health");
        // then
        assertThat(open.at("/state").asText()).isEqualTo("open");
        assertThat(open.at("/open_until").asText()).isEqualTo(Json.time(soon));
        assertThat(over.at("/state").asText()).isEqualTo("failing");
        assertThat(over.has("open_until")).isFalse();
    }

    @Test
    void shouldPauseAndResume() {
        // given
        var created = create("\"id\":\"d1\",\"topics\":\"*\"");
        // when
        var paused = world.put(BASE + "/d1/pause", "");
        var patched = world.patch(BASE + "/d1", "{\"disabled_at\":null,\"topics\":[\"a\"]}");
        var disabled = world.patch(BASE + "/d1", "{\"disabled_at\":\"2026-01-01T00:00:00Z\"}");
        world.put(BASE + "/d1/pause", "");
        var resumed = world.put(BASE + "/d1/resume", "");
        // then
        assertThat(created.at("/paused_at").isNull()).isTrue();
        assertThat(paused.at("/paused_at").isTextual()).isTrue();
        assertThat(paused.at("/health/state").asText()).isEqualTo("ok");
        assertThat(patched.at("/paused_at")).isEqualTo(paused.at("/paused_at"));
        assertThat(disabled.at("/paused_at").isNull()).isTrue();
        assertThat(resumed.at("/paused_at").isNull()).isTrue();
        assertThat(world.put(BASE + "/nobody/pause", "").at("/message").asText())
                .isEqualTo("destination not found");
    }

    @Test
    void shouldEnableDisableAndDelete() {
        // given
        create("\"id\":\"d1\",\"topics\":\"*\"");
        // when / then
        assertThat(world.put(BASE + "/d1/disable", "").at("/disabled_at").isTextual())
                .isTrue();
        assertThat(world.get(BASE + "/d1").at("/health/state").asText()).isEqualTo("disabled");
        assertThat(world.put(BASE + "/d1/enable", "").at("/disabled_at").isNull())
                .isTrue();
        assertThat(world.delete(BASE + "/d1").body()).isEqualTo("{\"success\":true}");
        assertThat(world.delete(BASE + "/d1").status()).isEqualTo(404);
        assertThat(world.put(BASE + "/d1/enable", "").at("/message").asText()).isEqualTo("destination not found");
    }

    @Nested
    class Types {

        private static final Map<String, String> ALL = Map.of("x-spillway-types", "all");

        @Test
        void shouldDescribeThoseOfTheContractInItsOrder() {
            // when
            var types = world.get("/destination-types").json();
            // then
            assertThat(types.valueStream().map(type -> type.at("/type").asText()))
                    .containsExactly(
                            "webhook",
                            "hookdeck",
                            "aws_sqs",
                            "aws_kinesis",
                            "aws_s3",
                            "gcp_pubsub",
                            "azure_servicebus",
                            "rabbitmq",
                            "kafka");
            assertThat(types)
                    .allSatisfy(type -> assertThat(type.fieldNames())
                            .toIterable()
                            .containsExactly(
                                    "type",
                                    "label",
                                    "description",
                                    "icon",
                                    "instructions",
                                    "config_fields",
                                    "credential_fields"));
        }

        @Test
        void shouldDescribeAFieldWithAllItsRules() {
            // when
            var kafka = world.get("/destination-types/kafka");
            // then
            assertThat(kafka.at("/config_fields/3").toString())
                    .isEqualTo("{\"type\":\"select\",\"label\":\"SASL mechanism\","
                            + "\"description\":\"How the user name and password are shown to the cluster\","
                            + "\"key\":\"sasl_mechanism\",\"required\":true,\"options\":["
                            + "{\"label\":\"PLAIN\",\"value\":\"plain\"},"
                            + "{\"label\":\"SCRAM-SHA-256\",\"value\":\"scram-sha-256\"},"
                            + "{\"label\":\"SCRAM-SHA-512\",\"value\":\"scram-sha-512\"}]}");
            assertThat(kafka.at("/credential_fields/1/sensitive").asBoolean()).isTrue();
            assertThat(world.get("/destination-types/aws_sqs").at("/config_fields"))
                    .as("an endpoint is taken, but not in the form")
                    .hasSize(1);
            assertThat(world.get("/destination-types/pigeon").body())
                    .isEqualTo("{\"status\":404,\"message\":\"destination type not found\"}");
        }

        @Test
        void shouldShowItsOwnOnlyToThoseWhoAskForThem() {
            // given
            world.post(BASE, """
                    {"id":"own","type":"aws_sns","topics":"*","config":{"topic_arn":"arn:aws:sns:eu-west-1:123456789012:t"},\
                    "credentials":{"key":"AKIAIOSFODNN7EXAMPLE","secret":"wJalrXUtnFEMI"}}""");
            create("\"id\":\"stock\",\"topics\":\"*\"");
            // when / then
            assertThat(world.get("/destination-types").json()).hasSize(9);
            assertThat(world.call("GET", "/destination-types", new byte[0], ALL).json())
                    .hasSize(11);
            assertThat(world.get(BASE).json()).hasSize(1);
            assertThat(world.call("GET", BASE, new byte[0], ALL).json()).hasSize(2);
            assertThat(world.get(BASE + "/own").at("/target").asText()).isEqualTo("t");
            assertThat(world.get("/destination-types/aws_sns").status()).isEqualTo(200);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "hookdeck|{}|{\"token\":\"c3JjXzE6c2VjcmV0\"}|Hookdeck source src_1",
                    "aws_sqs|{\"queue_url\":\"https://sqs.eu-west-1.amazonaws.com/123456789012/orders\"}|{\"key\":\"0123456789\",\"secret\":\"0123456789\"}|orders",
                    "aws_kinesis|{\"stream_name\":\"s\",\"region\":\"us-east-1\"}|{\"key\":\"0123456789\",\"secret\":\"0123456789\"}|s in us-east-1",
                    "aws_s3|{\"bucket\":\"b\",\"region\":\"us-east-1\"}|{\"key\":\"0123456789\",\"secret\":\"0123456789\"}|b in us-east-1",
                    "gcp_pubsub|{\"project_id\":\"p\",\"topic\":\"t\"}|{\"service_account_json\":{\"type\":\"service_account\"}}|p/t",
                    "azure_servicebus|{\"name\":\"q\"}|{\"connection_string\":\"Endpoint=sb://ns.servicebus.windows.net/;a=b\"}|ns/q",
                    "rabbitmq|{\"server_url\":\"host.com:5672\",\"exchange\":\"x\"}|{\"username\":\"u\",\"password\":\"0123456789\"}|x",
                    "kafka|{\"brokers\":\"b1:9092, b2:9092\",\"topic\":\"t\",\"sasl_mechanism\":\"plain\",\"tls\":true}|{\"username\":\"u\",\"password\":\"0123456789\"}|b1:9092 / t"
                })
        void shouldTakeEveryTypeAndMaskItsSecrets(String type, String config, String credentials, String target) {
            // when
            var created = world.post(
                    BASE,
                    "{\"id\":\"d\",\"type\":\"%s\",\"topics\":\"*\",\"config\":%s,\"credentials\":%s}"
                            .formatted(type, config, credentials));
            var patched = world.patch(BASE + "/d", "{\"type\":\"" + type + "\",\"topics\":[\"a\"]}");
            // then
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            assertThat(created.at("/target").asText()).isEqualTo(target);
            assertThat(created.at("/config"))
                    .allSatisfy(value -> assertThat(value.isTextual()).isTrue());
            assertThat(created.at("/credentials").toString())
                    .doesNotContain("0123456789")
                    .contains("**");
            assertThat(patched.at("/credentials")).isEqualTo(created.at("/credentials"));
            assertThat(world.get(BASE).json()).hasSize(1);
            assertThat(world.patch(BASE + "/d", "{\"credentials\":null}").status())
                    .isEqualTo(422);
            assertThat(world.tasks
                            .subscriptions
                            .values()
                            .iterator()
                            .next()
                            .settings()
                            .toString())
                    .doesNotContain("0123456789");
        }
    }

    @Test
    void shouldRefuseTopicsThatAreNotConfigured() {
        // given
        try (var strict = new World("", new TopicRules(List.of("order.paid"), false))) {
            strict.put("/tenants/acme", "");
            // when
            var answer = strict.post(BASE, "{\"type\":\"webhook\",\"topics\":[\"other\"]," + CONFIG + "}");
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).isEqualTo("{\"status\":422,\"message\":\"validation failed: invalid topics\"}");
            assertThat(strict.get("/topics").body()).isEqualTo("[\"order.paid\"]");
        }
    }
}
