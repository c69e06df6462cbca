package io.spillway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.TenantId;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.topic.TopicRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What suites that were written for Outpost look for word for word, apart from what the routes' own tests say. */
class OutpostWordsIT {

    private static World world;

    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of("user.created", "user.deleted"), false));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void sow() {
        for (var tenant : List.of("t", "other")) {
            world.put("/tenants/" + tenant, "");
            world.post(
                    "/tenants/" + tenant + "/destinations",
                    "{\"id\":\"d-of-%s\",\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com/\"}}"
                            .formatted(tenant));
        }
    }

    private static Answered asTenant(String method, String path, String body) {
        var token = World.TOKENS.issue(new TenantId("t"), Instant.now());
        return world.call(method, path, body.getBytes(UTF_8), Map.of("Authorization", "Bearer " + token));
    }

    private static void require(Answered answer, int status, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.at("/status").asInt()).isEqualTo(status);
        assertThat(answer.at("/message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/events?next=abc&prev=def | 400 | cannot specify both 'next' and 'prev' cursors",
                "/tenants?next=abc&prev=def | 400 | cannot specify both 'next' and 'prev' cursors",
                "/tenants?limit=ten | 400 | invalid limit: must be an integer",
                "/tenants?limit=0 | 400 | invalid limit: must be between 1 and 100",
                "/tenants?next=no-cursor | 400 | invalid cursor",
                "/attempts?prev=no-cursor | 400 | invalid cursor",
                "/events?time[any]=2026-01-01 | 400 | operator 'any' is not supported, use 'gte', 'lte', 'gt', or 'lt'",
                "/events?dir=sideways | 422 | validation error",
                "/destination-types/none | 404 | destination type not found",
                "/tenants/nobody | 404 | tenant not found",
                "/tenants/nobody/token | 404 | tenant not found",
                "/tenants/nobody/destinations/d | 404 | tenant not found",
                "/tenants/t/destinations/d-of-other | 404 | destination not found",
                "/tenants/t/destinations/none/attempts/none | 404 | attempt not found",
                "/events/none | 404 | event not found",
                "/attempts/none | 404 | attempt not found",
                "/tenants/t/none | 404 | not found"
            })
    void shouldWordARefusedRead(String path, int status, String message) {
        // when / then
        require(world.get(path.replace("[", "%5B").replace("]", "%5D")), status, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dir=sideways | query.dir | must be 'asc' or 'desc'",
                "order_by=id | query.order_by | must be one of: [time]"
            })
    void shouldNameTheParameterInAnObject(String query, String name, String problem) {
        for (var list : List.of("/events", "/attempts", "/tenants/t/destinations/d-of-t/attempts")) {
            // when
            var answer = world.get(list + "?" + query);
            // then
            require(answer, 422, "validation error");
            assertThat(answer.at("/data/" + name).asText()).isEqualTo(problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/events?tenant_id=other | tenant_id query parameter does not match authenticated tenant",
                "/attempts?tenant_id=other | tenant_id query parameter does not match authenticated tenant",
                "/metrics/events?dimensions=tenant_id | tenant_id dimension is not allowed for tenant-scoped requests",
                "/metrics/attempts?filters[tenant_id]=other | filters[tenant_id] does not match authenticated tenant",
                "/tenants/other | forbidden",
                "/tenants/t/token | forbidden",
                "/config | forbidden"
            })
    void shouldWordWhatATokenMayNot(String path, String message) {
        // when / then
        require(asTenant("GET", path.replace("[", "%5B").replace("]", "%5D"), ""), 403, message);
    }

    @Test
    void shouldLetNoTokenSayWhatIsRemembered() {
        // when / then
        require(
                asTenant("PUT", "/tenants/t", "{\"retention_days\":1}"),
                403,
                "retention_days can only be set with API key authentication");
    }

    @Test
    void shouldLetNoTokenBackdate() {
        // when
        var answer = asTenant(
                "POST",
                "/tenants/t/destinations",
                "{\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\"},\"created_at\":\"2024-01-01T00:00:00Z\"}");
        // then
        require(answer, 403, "created_at and updated_at can only be set with API key authentication");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenants/t", "tenants", "topics", "destination-types", "events", "attempts"})
    void shouldTakeASlashAtTheEndAndParametersThatItDoesNotKnow(String path) {
        // when / then
        assertThat(world.get("/" + path
                                + "/?utm=1&limit=5&unknown[gte]=x"
                                        .replace("[", "%5B")
                                        .replace("]", "%5D"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "nonsense"
            })
    void shouldReadABodyWhateverItIsCalled(String type) {
        // when
        var answer = world.call(
                "PUT", "/tenants/t", "{\"metadata\":{\"a\":\"b\"}}".getBytes(UTF_8), Map.of("Content-Type", type));
        // then
        assertThat(answer.at("/metadata/a").asText()).isEqualTo("b");
        assertThat(answer.header("content-type")).isEqualTo("application/json;charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {11 * 1024, 300 * 1024})
    void shouldKeepLongMetadata(int length) {
        // given
        var body = "{\"metadata\":{\"blob\":\"%s\"}}".formatted("a".repeat(length));
        // when / then
        assertThat(world.put("/tenants/t", body).at("/metadata/blob").asText()).hasSize(length);
        assertThat(world.patch("/tenants/t/destinations/d-of-t", body)
                        .at("/metadata/blob")
                        .asText())
                .hasSize(length);
    }

    @Test
    void shouldTakeNanosecondsAndOffsets() {
        // when
        world.post(
                "/publish",
                "{\"tenant_id\":\"t\",\"id\":\"nano\",\"topic\":\"user.created\",\"data\":{},\"time\":\"2026-05-06T09:08:09.123456789+02:00\"}");
        var disabled = world.patch(
                "/tenants/t/destinations/d-of-t", "{\"disabled_at\":\"2026-05-06T09:08:09.123456789+02:00\"}");
        // then
        assertThat(world.get("/events/nano").at("/time").asText()).isEqualTo("2026-05-06T07:08:09.123Z");
        assertThat(disabled.at("/disabled_at").asText()).isEqualTo("2026-05-06T07:08:09.123Z");
    }

    @Test
    void shouldLeaveEverythingAsItIsOnAnEmptyPatch() {
        // given
        var before = world.get("/tenants/t/destinations/d-of-t").json();
        // when
        var after = world.patch(
                        "/tenants/t/destinations/d-of-t",
                        "{\"config\":{},\"credentials\":{},\"metadata\":{},\"delivery_metadata\":{},\"type\":\"webhook\"}")
                .json();
        // then
        for (var part : List.of("config", "credentials", "topics", "metadata", "delivery_metadata", "target")) {
            assertThat(after.path(part)).as(part).isEqualTo(before.path(part));
        }
    }
}
