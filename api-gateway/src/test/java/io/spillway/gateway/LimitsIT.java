package io.spillway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.TenantId;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.limit.Rate;
import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.topic.TopicRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitsIT {

    private World world;

    private void start(String perKey, String perTenant) {
        world = new World(
                "the-key", new TopicRules(List.of(), false), new Rates(Rate.parse(perKey), Rate.parse(perTenant)));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Answered with(String credential, String method, String path, String body) {
        return world.call(method, path, body.getBytes(UTF_8), Map.of("Authorization", "Bearer " + credential));
    }

    private Answered publish(String tenant) {
        return world.post("/publish", "{\"tenant_id\":\"%s\",\"data\":{}}".formatted(tenant));
    }

    @Nested
    class PerKey {

        @Test
        void shouldCountDownAndThenRefuse() {
            // given
            start("3/h", "");
            // when
            var answers =
                    IntStream.range(0, 4).mapToObj(i -> world.get("/topics")).toList();
            // then
            assertThat(answers).extracting(Answered::status).containsExactly(200, 200, 200, 429);
            assertThat(answers)
                    .extracting(answer -> answer.header("x-ratelimit-remaining"))
                    .containsExactly("2", "1", "0", "0");
            assertThat(answers)
                    .allMatch(answer -> answer.header("x-ratelimit-limit").equals("3"));
            assertThat(Long.parseLong(answers.getLast().header("x-ratelimit-reset")))
                    .isGreaterThan(Instant.now().getEpochSecond() + 3000);
            assertThat(Long.parseLong(answers.getLast().header("retry-after"))).isBetween(1000L, 1200L);
            assertThat(answers.getLast().body()).isEqualTo("{\"status\":429,\"message\":\"rate limit exceeded\"}");
        }

        @Test
        void shouldGiveEveryKeyItsOwn() {
            // given
            start("4/h", "");
            var keys = IntStream.range(0, 2)
                    .mapToObj(i -> world.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\"]}")
                            .at("/key")
                            .asText())
                    .toList();
            // when
            for (var i = 0; i < 4; i++) {
                assertThat(with(keys.getFirst(), "GET", "/topics", "").status()).isEqualTo(200);
            }
            // then
            assertThat(with(keys.getFirst(), "GET", "/topics", "").status()).isEqualTo(429);
            assertThat(with(keys.getLast(), "GET", "/topics", "").status()).isEqualTo(200);
            assertThat(world.get("/topics").status()).isEqualTo(200);
        }

        @Test
        void shouldLeaveHealthAlone() {
            // given
            start("1/h", "");
            // when
            world.get("/topics");
            // then
            for (var i = 0; i < 5; i++) {
                assertThat(world.get("/healthz").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class PerTenant {

        @Test
        void shouldRefuseTheEventsOfOneTenantAndTakeThoseOfOthers() {
            // given
            start("", "5/h");
            // when
            var loud = IntStream.range(0, 10)
                    .mapToObj(i -> publish("loud").status())
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
            // then
            assertThat(loud).containsOnly(Map.entry(202, 5L), Map.entry(429, 5L));
            assertThat(publish("loud").header("retry-after")).isNotEmpty();
            assertThat(publish("quiet").status()).isEqualTo(202);
        }

        @Test
        void shouldCountEveryEventOfABatch() {
            // given
            start("", "2/h");
            var event = "{\"tenant_id\":\"loud\",\"data\":{}}";
            var other = "{\"tenant_id\":\"quiet\",\"data\":{}}";
            // when
            var answer =
                    world.post("/publish/batch", "{\"events\":[%s,%s,%s,%s]}".formatted(event, event, event, other));
            // then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.at("/results/1").has("id")).isTrue();
            assertThat(answer.at("/results/2/status").asInt()).isEqualTo(429);
            assertThat(answer.at("/results/3").has("id")).isTrue();
        }

        @Test
        void shouldCountRequestsAboutATenantWhoeverAsks() {
            // given
            start("", "4/h");
            var token = World.TOKENS.issue(new TenantId("acme"), Instant.now());
            world.put("/tenants/acme", "");
            // when
            assertThat(world.get("/tenants/acme").status()).isEqualTo(200);
            assertThat(with(token, "GET", "/tenants/acme", "").status()).isEqualTo(200);
            assertThat(with(token, "GET", "/events", "").status()).isEqualTo(200);
            // then
            assertThat(with(token, "GET", "/events", "").status()).isEqualTo(429);
            assertThat(world.get("/tenants/acme").status()).isEqualTo(429);
            assertThat(world.get("/tenants/other").status()).isEqualTo(404);
        }
    }

    @Nested
    class Without {

        @Test
        void shouldTakeAnyNumber() {
            // given
            start("", "");
            // when
            var answer = world.get("/topics");
            // then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-ratelimit-limit")).isEmpty();
            assertThat(Rates.ANY.perKey()).isEqualTo(Optional.empty());
        }
    }
}
