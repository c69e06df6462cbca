package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.domain.TenantId;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.topic.TopicRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensIT {

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

    private Answered as(String tenant, String method, String path, String body) {
        var token = World.TOKENS.issue(new TenantId(tenant), Instant.now());
        return world.call(
                method, path, body.getBytes(StandardCharsets.UTF_8), Map.of("Authorization", "Bearer " + token));
    }

    private Answered as(String tenant, String path) {
        return as(tenant, "GET", path, "");
    }

    @Nested
    class Issuing {

        @Test
        void shouldIssueATokenForADay() throws IOException {
            // when
            var answer = world.get("/tenants/acme/token");
            // then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/tenant_id").asText()).isEqualTo("acme");
            assertThat(answer.header("cache-control")).isEqualTo("no-store");
            var parts = answer.at("/token").asText().split("\\.");
            assertThat(json(parts[0]).at("/alg").asText()).isEqualTo("HS256");
            var claims = json(parts[1]);
            assertThat(claims.at("/iss").asText()).isEqualTo("outpost");
            assertThat(claims.at("/sub").asText()).isEqualTo("acme");
            assertThat(claims.at("/exp").asLong() - claims.at("/iat").asLong()).isEqualTo(86_400);
        }

        @Test
        void shouldAcceptWhatItIssued() {
            // given
            var token = world.get("/tenants/acme/token").at("/token").asText();
            // when
            var answer = world.call("GET", "/tenants/acme", new byte[0], Map.of("Authorization", "Bearer " + token));
            // then
            assertThat(answer.status()).isEqualTo(200);
        }

        @Test
        void shouldIssueNoneForATenantThatIsUnknown() {
            // when / then
            assertThat(world.get("/tenants/nobody/token").status()).isEqualTo(404);
            assertThat(world.get("/tenants/nobody/portal").status()).isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "dark", "purple"})
        void shouldSendToThePortal(String theme) {
            // when
            var answer = world.get("/tenants/acme/portal?theme=" + theme);
            // then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/tenant_id").asText()).isEqualTo("acme");
            var url = answer.at("/redirect_url").asText();
            assertThat(url).startsWith("http://127.0.0.1:" + world.port() + "/?token=");
            assertThat(url.endsWith("&theme=dark")).isEqualTo(theme.equals("dark"));
            assertThat(url).doesNotContain("purple");
        }

        @ParameterizedTest
        @CsvSource({
            "https,          app.example.com,            https://app.example.com/?token=",
            "'https, http',  'app.example.com:8443, x',  https://app.example.com:8443/?token=",
            "javascript,     app.example.com,            http://app.example.com/?token=",
            "https,          evil.com/x?,                https://127.0.0.1:",
            "https,          user@evil.com,              https://127.0.0.1:",
            "https,          [2001:db8::1]:444,          https://[2001:db8::1]:444/?token="
        })
        void shouldUseTheAddressThatAProxyWasAskedFor(String proto, String host, String begin) {
            // when
            var answer = world.call(
                    "GET",
                    "/tenants/acme/portal",
                    new byte[0],
                    Map.of("X-Forwarded-Proto", proto, "X-Forwarded-Host", host));
            // then
            assertThat(answer.at("/redirect_url").asText()).startsWith(begin);
        }

        private static JsonNode json(String part) throws IOException {
            return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
        }
    }

    @Nested
    class Using {

        @Test
        void shouldLetATenantUseWhatIsItsOwn() {
            // when
            var destination = as("acme", "POST", "/tenants/acme/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"config":{"url":"https://example.com/"}}""");
            // then
            assertThat(destination.status()).as(destination.body()).isEqualTo(201);
            assertThat(as("acme", "/tenants/acme").status()).isEqualTo(200);
            assertThat(as("acme", "PUT", "/tenants/acme", "{}").status()).isEqualTo(200);
            assertThat(as("acme", "/tenants/acme/destinations/d").status()).isEqualTo(200);
            assertThat(as("acme", "/topics").status()).isEqualTo(200);
            assertThat(as("acme", "/destination-types").status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"other", "nobody", "%20", "acme%2Fx"})
        void shouldForbidAnotherTenantInThePathWhetherItExistsOrNot(String tenant) {
            // when
            var answer = as("acme", "/tenants/" + tenant + "/destinations");
            // then
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("{\"status\":403,\"message\":\"forbidden\"}");
        }

        @Test
        void shouldForbidWhatIsForTheAdmin() {
            // when / then
            assertThat(as("acme", "POST", "/publish", "{\"tenant_id\":\"acme\",\"data\":{}}")
                            .status())
                    .isEqualTo(403);
            assertThat(as("acme", "/tenants/acme/token").status()).isEqualTo(403);
            assertThat(as("acme", "/tenants/acme/portal").status()).isEqualTo(403);
        }

        @Test
        void shouldRefuseTheTokenOfATenantThatIsGone() {
            // given
            world.delete("/tenants/acme");
            // when / then
            assertThat(as("acme", "/tenants/acme").status()).isEqualTo(401);
            assertThat(as("acme", "PUT", "/tenants/acme", "").status()).isEqualTo(401);
            assertThat(as("acme", "/events").status()).isEqualTo(401);
            assertThat(as("acme", "/topics").status()).isEqualTo(401);
            assertThat(as("acme", "/tenants/other").status()).isEqualTo(403);
        }

        @Test
        void shouldShowATenantItselfOnly() {
            // when
            var page = as("acme", "/tenants?id=other&id=acme&limit=5").json();
            // then
            assertThat(page.at("/models")).hasSize(1);
            assertThat(page.at("/models/0/id").asText()).isEqualTo("acme");
            assertThat(page.at("/count").asInt()).isEqualTo(1);
        }

        @Test
        void shouldNarrowListsToTheTenant() {
            // given
            for (var tenant : List.of("acme", "other")) {
                world.post("/publish", "{\"tenant_id\":\"%s\",\"id\":\"e-%s\",\"data\":{}}".formatted(tenant, tenant));
            }
            // when
            var events = as("acme", "/events").json();
            var named = as("acme", "/events?tenant_id=acme").json();
            // then
            assertThat(events.at("/models")).hasSize(1);
            assertThat(events.at("/models/0/id").asText()).isEqualTo("e-acme");
            assertThat(named).isEqualTo(events);
            assertThat(world.get("/events").at("/models")).hasSize(2);
            assertThat(as("acme", "/events/e-acme").status()).isEqualTo(200);
            assertThat(as("acme", "/events/e-other").body())
                    .isEqualTo(as("acme", "/events/e-unknown").body());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "tenant_id=other",
                    "tenant_id[]=other",
                    "tenant_id[0]=acme&tenant_id[1]=other",
                    "tenant_id=acme&tenant_id=other",
                    "tenant_id[any]=other",
                    "filters[tenant_id][]=other",
                    "filters[tenant_id]=nobody",
                    "dimensions=tenant_id",
                    "dimensions[]=topic&dimensions[]=tenant_id"
                })
        void shouldForbidToAskForOthers(String query) {
            for (var path : List.of("/events", "/attempts", "/deliveries", "/tenants")) {
                // when
                var answer = as("acme", path + "?" + query.replace("[", "%5B").replace("]", "%5D"));
                // then
                assertThat(answer.status()).as(path).isEqualTo(403);
                assertThat(answer.at("/status").asInt()).isEqualTo(403);
            }
        }

        @Test
        void shouldKeepRetriesWithinTheTenant() {
            // given
            world.post("/publish", "{\"tenant_id\":\"other\",\"id\":\"e\",\"data\":{}}");
            // when
            var foreign = as("acme", "POST", "/retry", "{\"event_id\":\"e\",\"destination_id\":\"d\"}");
            var unknown = as("acme", "POST", "/retry", "{\"event_id\":\"x\",\"destination_id\":\"d\"}");
            var named = as(
                    "acme", "POST", "/retry", "{\"tenant_id\":\"other\",\"event_id\":\"e\",\"destination_id\":\"d\"}");
            // then
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(unknown.body());
            assertThat(named.status()).isEqualTo(403);
        }
    }

    @Nested
    class WithoutAKey {

        @Test
        void shouldTakeEverybodyForTheAdmin() {
            try (var open = new World()) {
                // given
                open.put("/tenants/acme", "");
                // when
                var answer = open.call("GET", "/tenants", new byte[0], Map.of("Authorization", "Bearer nonsense"));
                // then
                assertThat(answer.status()).isEqualTo(200);
                assertThat(open.root("/internal/queries/tenant").status()).isNotEqualTo(200);
            }
        }
    }
}
