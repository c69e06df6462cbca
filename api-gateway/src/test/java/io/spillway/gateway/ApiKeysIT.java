package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.topic.TopicRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysIT {

    private static final String EVENT = "{\"tenant_id\":\"%s\",\"data\":{}}";

    private World world;

    @BeforeEach
    void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        world.put("/tenants/acme", "");
        world.put("/tenants/other", "");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JsonNode make(String body) {
        var answer = world.post("/api-keys", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    /** A key's text. */
    private String key(String scopes, String more) {
        return make("{\"name\":\"k\",\"scopes\":%s%s}".formatted(scopes, more))
                .at("/key")
                .asText();
    }

    private Answered with(String key, String method, String path, String body) {
        return world.call(
                method, path, body.getBytes(StandardCharsets.UTF_8), Map.of("Authorization", "Bearer " + key));
    }

    private int status(String key, String method, String path, String body) {
        return with(key, method, path, body).status();
    }

    @Nested
    class Keeping {

        @Test
        void shouldShowAKeyOnce() {
            // when
            var made = make("""
                    {"name":"ci","scopes":["publish","read"],"tenant_id":"acme","expires_at":"2999-01-01T00:00:00Z"}""");
            var listed = world.get("/api-keys").json();
            // then
            assertThat(made.at("/key").asText()).matches("spw_[0-9a-f]{16}_[0-9a-f]{48}");
            assertThat(made.at("/scopes").toString()).isEqualTo("[\"publish\",\"read\"]");
            assertThat(made.at("/tenant_id").asText()).isEqualTo("acme");
            assertThat(made.at("/expires_at").asText()).isEqualTo("2999-01-01T00:00:00.000Z");
            assertThat(listed).hasSize(1);
            assertThat(listed.at("/0/id")).isEqualTo(made.at("/id"));
            assertThat(listed.at("/0").has("key")).isFalse();
            assertThat(listed.at("/0").has("hash")).isFalse();
        }

        @Test
        void shouldKeepNoKeyInClear() {
            // when
            var text = key("[\"read\"]", "");
            // then
            var secret = text.substring(text.lastIndexOf('_') + 1);
            assertThat(world.settings.values.values())
                    .noneMatch(value -> new String(value, StandardCharsets.UTF_8).contains(secret));
        }

        @Test
        void shouldRefuseAKeyOnceItIsRevoked() {
            // given
            var made = make("{\"name\":\"k\",\"scopes\":[\"read\"]}");
            var text = made.at("/key").asText();
            assertThat(status(text, "GET", "/tenants", "")).isEqualTo(200);
            // when
            var revoked = world.delete("/api-keys/" + made.at("/id").asText());
            // then
            assertThat(revoked.body()).isEqualTo("{\"success\":true}");
            assertThat(with(text, "GET", "/tenants", "").body())
                    .isEqualTo("{\"status\":401,\"message\":\"unauthorized\"}");
            assertThat(world.get("/api-keys").body()).isEqualTo("[]");
            assertThat(world.delete("/api-keys/" + made.at("/id").asText()).status())
                    .isEqualTo(404);
        }

        @Test
        void shouldSayWhenAKeyWasLastUsed() {
            // given
            var text = key("[\"read\"]", "");
            var before = Instant.now().minusSeconds(1);
            // when
            status(text, "GET", "/tenants", "");
            // then
            await().until(() -> world.get("/api-keys").json().at("/0").has("last_used_at"));
            assertThat(Instant.parse(
                            world.get("/api-keys").at("/0/last_used_at").asText()))
                    .isAfter(before);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}                                                     | name is required",
                    "{\"name\":\"k\"}                                       | scopes is required",
                    "{\"name\":\"k\",\"scopes\":[]}                         | scopes must be",
                    "{\"name\":\"k\",\"scopes\":\"read\"}                   | scopes must be",
                    "{\"name\":\"k\",\"scopes\":[\"admin\"]}                | scopes must be",
                    "{\"name\":\"\",\"scopes\":[\"read\"]}                  | name must",
                    "{\"name\":7,\"scopes\":[\"read\"]}                     | name must be a string",
                    "{\"name\":\"k\",\"scopes\":[\"read\"],\"tenant_id\":\"a b\"} | tenant id must",
                    "{\"name\":\"k\",\"scopes\":[\"read\"],\"expires_at\":\"2020-01-01T00:00:00Z\"} | in the future",
                    "{\"name\":\"k\",\"scopes\":[\"read\"],\"expires_at\":\"soon\"} | RFC 3339"
                })
        void shouldSayWhatIsWrong(String body, String problem) {
            // when
            var answer = world.post("/api-keys", body);
            // then
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/data/0").asText()).contains(problem);
        }
    }

    @Nested
    class Using {

        @Test
        void shouldDoWhatItsScopesSayAndNothingElse() {
            // given
            var read = key("[\"read\"]", "");
            var publish = key("[\"publish\"]", "");
            var manage = key("[\"manage\"]", "");
            // when / then
            assertThat(status(read, "GET", "/tenants/acme", "")).isEqualTo(200);
            assertThat(status(read, "PUT", "/tenants/acme", "")).isEqualTo(403);
            assertThat(status(read, "POST", "/publish", EVENT.formatted("acme")))
                    .isEqualTo(403);
            assertThat(status(publish, "GET", "/tenants/acme", "")).isEqualTo(403);
            assertThat(status(publish, "PUT", "/tenants/acme", "")).isEqualTo(403);
            assertThat(status(publish, "POST", "/publish", EVENT.formatted("acme")))
                    .isEqualTo(202);
            assertThat(status(manage, "GET", "/tenants/acme", "")).isEqualTo(403);
            assertThat(status(manage, "PUT", "/tenants/acme", "")).isEqualTo(200);
            assertThat(status(manage, "POST", "/publish", EVENT.formatted("acme")))
                    .isEqualTo(403);
        }

        @Test
        void shouldNotMakeMoreOfItself() {
            // given
            var all = key("[\"read\",\"publish\",\"manage\"]", "");
            var manage = key("[\"manage\"]", "");
            // when / then
            assertThat(status(all, "POST", "/api-keys", "{\"name\":\"x\",\"scopes\":[\"read\"]}"))
                    .isEqualTo(403);
            assertThat(status(all, "GET", "/api-keys", "")).isEqualTo(403);
            assertThat(status(all, "GET", "/tenants/acme/token", "")).isEqualTo(200);
            assertThat(status(manage, "GET", "/tenants/acme/token", ""))
                    .as("a token may read")
                    .isEqualTo(403);
        }

        @Test
        void shouldStayWithinItsTenant() {
            // given
            var key = key("[\"read\",\"publish\",\"manage\"]", ",\"tenant_id\":\"acme\"");
            // when / then
            assertThat(status(key, "GET", "/tenants/acme", "")).isEqualTo(200);
            assertThat(status(key, "GET", "/tenants/acme/token", "")).isEqualTo(200);
            assertThat(status(key, "GET", "/tenants/other", "")).isEqualTo(403);
            assertThat(status(key, "GET", "/tenants/other/token", "")).isEqualTo(403);
            assertThat(with(key, "GET", "/tenants", "").at("/count").asInt()).isEqualTo(1);
            assertThat(status(key, "POST", "/publish", EVENT.formatted("acme"))).isEqualTo(202);
            assertThat(status(key, "POST", "/publish", EVENT.formatted("other")))
                    .isEqualTo(403);
            assertThat(status(key, "POST", "/publish", EVENT.formatted("nobody")))
                    .isEqualTo(403);
        }

        @Test
        void shouldJudgeEveryEventOfABatch() {
            // given
            var key = key("[\"publish\"]", ",\"tenant_id\":\"acme\"");
            // when
            var answer = with(
                    key,
                    "POST",
                    "/publish/batch",
                    "{\"events\":[%s,%s]}".formatted(EVENT.formatted("acme"), EVENT.formatted("other")));
            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.at("/results/0").has("id")).isTrue();
            assertThat(answer.at("/results/1/status").asInt()).isEqualTo(403);
            assertThat(world.tasks.events.values())
                    .allMatch(entry -> entry.event().tenant().value().equals("acme"));
        }

        @Test
        void shouldBeRefusedOnceItExpired() {
            // given
            var expiring = expiring();
            // when / then
            await().until(() -> status(expiring.key(), "GET", "/tenants", "") == 401);
            assertThat(Instant.now()).isAfter(expiring.at());
        }

        private record Expiring(String key, Instant at) {}

        /** A key that was good a moment ago: it lives for twice as long whenever it had expired before it was used. */
        private Expiring expiring() {
            for (var life = Duration.ofMillis(1500); ; life = life.multipliedBy(2)) {
                var at = Instant.now().plus(life);
                var made =
                        world.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\"],\"expires_at\":\"" + at + "\"}");
                if (made.status() == 201) {
                    var key = made.at("/key").asText();
                    if (status(key, "GET", "/tenants", "") == 200) {
                        return new Expiring(key, at);
                    }
                }
                assertThat(Instant.now()).as("refused: " + made.body()).isAfter(at);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"spw_", "spw_0000000000000000_", "spw_ZZ", "spw_0000000000000000_%s"})
        void shouldRefuseWhatIsNoKey(String text) {
            // when
            var answer = with(text.formatted("0".repeat(48)), "GET", "/tenants", "");
            // then
            assertThat(answer.status()).isEqualTo(401);
        }

        @Test
        void shouldRefuseAnotherSecretOfAKnownKey() {
            // given
            var key = key("[\"read\"]", "");
            // when
            var other = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");
            // then
            assertThat(status(other, "GET", "/tenants", "")).isEqualTo(401);
        }

        @Test
        void shouldSayComeBackWhileTheKeysAreNotKnown() {
            // given
            var key = key("[\"read\"]", "");
            world.settings.complete = false;
            // when
            var answer = with(key, "GET", "/tenants", "");
            // then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("1");
        }
    }
}
