package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsIT {

    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldCreateThenUpdate() {
        // when
        var created = world.put("/tenants/acme", "{\"metadata\":{\"plan\":\"gold\",\"seats\":3,\"old\":null}}");
        var updated = world.put("/tenants/acme", "");
        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.at("/id").asText()).isEqualTo("acme");
        assertThat(created.at("/destinations_count").asInt()).isZero();
        assertThat(created.at("/topics").isArray()).isTrue();
        assertThat(created.at("/metadata").toString()).isEqualTo("{\"old\":\"\",\"plan\":\"gold\",\"seats\":\"3\"}");
        assertThat(created.at("/created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.json().has("metadata")).as("replaced by nothing").isFalse();
        assertThat(updated.at("/created_at")).isEqualTo(created.at("/created_at"));
    }

    @Test
    void shouldKeepATermUntilItIsToldAnother() {
        // when
        var shorter = world.put("/tenants/acme", "{\"retention_days\":3}");
        var untold = world.put("/tenants/acme", "{\"metadata\":{\"a\":\"b\"}}");
        var lifted = world.put("/tenants/acme", "{\"retention_days\":null}");
        // then
        assertThat(shorter.at("/retention_days").asInt()).isEqualTo(3);
        assertThat(untold.at("/retention_days").asInt()).isEqualTo(3);
        assertThat(world.get("/tenants/acme").json()).isEqualTo(lifted.json());
        assertThat(lifted.json().has("retention_days")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3651", "1.5", "\"3\""})
    void shouldRefuseATermThatNoTenantCanHave(String days) {
        // when
        var refused = world.put("/tenants/acme", "{\"retention_days\":" + days + "}");
        // then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("retention_days must be a whole number from 1 to 3650, or null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "%C3%A4", "a%2Fb"})
    void shouldRefuseAnIdThatNoTenantCanHave(String id) {
        // when / then
        assertThat(world.put("/tenants/" + id, "").status()).isEqualTo(422);
        assertThat(world.get("/tenants/" + id).status()).isEqualTo(404);
    }

    @Test
    void shouldShowWhatItsDestinationsWantTogether() {
        // given
        world.put("/tenants/acme", "");
        destination("[\"order.paid\",\"a\"]");
        destination("[\"a\"]");
        // when
        var some = world.get("/tenants/acme");
        destination("\"*\"");
        var all = world.get("/tenants/acme");
        // then
        assertThat(some.at("/topics").toString()).isEqualTo("[\"a\",\"order.paid\"]");
        assertThat(some.at("/destinations_count").asInt()).isEqualTo(2);
        assertThat(all.at("/topics").toString()).isEqualTo("[\"*\"]");
    }

    @Test
    void shouldDelete() {
        // given
        world.put("/tenants/acme", "");
        // when
        var deleted = world.delete("/tenants/acme");
        // then
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"success\":true}");
        assertThat(world.get("/tenants/acme").body()).isEqualTo("{\"status\":404,\"message\":\"tenant not found\"}");
        assertThat(world.delete("/tenants/acme").status()).isEqualTo(404);
    }

    @Test
    void shouldPageForwardsAndBackwards() {
        // given
        for (var i = 0; i < 7; i++) {
            world.put("/tenants/t" + i, "");
        }
        // when
        var forward = new ArrayList<List<String>>();
        var page = world.get("/tenants?limit=3&dir=asc").json();
        forward.add(ids(page));
        assertThat(page.at("/pagination/prev").isNull()).isTrue();
        while (!page.at("/pagination/next").isNull()) {
            page = world.get("/tenants?limit=3&dir=asc&next="
                            + page.at("/pagination/next").asText())
                    .json();
            forward.add(ids(page));
        }
        var backward = new ArrayList<List<String>>();
        while (!page.at("/pagination/prev").isNull()) {
            page = world.get("/tenants?limit=3&dir=asc&prev="
                            + page.at("/pagination/prev").asText())
                    .json();
            backward.addFirst(ids(page));
        }
        // then
        assertThat(forward).containsExactly(List.of("t0", "t1", "t2"), List.of("t3", "t4", "t5"), List.of("t6"));
        assertThat(backward).containsExactly(List.of("t0", "t1", "t2"), List.of("t3", "t4", "t5"));
        assertThat(page.at("/pagination/prev").isNull()).isTrue();
        assertThat(page.at("/pagination/next").isTextual()).isTrue();
    }

    @Test
    void shouldListTheNewestFirstAndCountAll() {
        // given
        for (var i = 0; i < 25; i++) {
            world.put("/tenants/t" + i, "");
        }
        // when
        var page = world.get("/tenants").json();
        // then
        assertThat(page.at("/models")).hasSize(20);
        assertThat(page.at("/count").asInt()).isEqualTo(25);
        assertThat(page.at("/pagination/limit").asInt()).isEqualTo(20);
        assertThat(page.at("/pagination/dir").asText()).isEqualTo("desc");
        assertThat(page.at("/pagination/order_by").asText()).isEqualTo("created_at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id=t1&id=t2&id=no", "id[]=t1&id[]=t2", "id%5B0%5D=t1&id%5B1%5D=t2", "id[0]=t1&id[1]=t2&id=t3"})
    void shouldNarrowToIds(String query) {
        // given
        for (var i = 0; i < 4; i++) {
            world.put("/tenants/t" + i, "");
        }
        // when
        var page = world.get("/tenants?" + query.replace("[", "%5B").replace("]", "%5D"))
                .json();
        // then
        assertThat(ids(page)).containsExactlyInAnyOrder("t1", "t2");
        assertThat(page.at("/count").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void shouldLoseNobodyOfThoseWhoShareAMillisecond(String dir) {
        // given
        var together = Instant.parse("2026-03-01T00:00:00.123Z");
        for (var i = 0; i < 25; i++) {
            var id = new TenantId("t" + i);
            world.tasks.tenants.put(id, new Tenant(id, Map.of(), Optional.empty(), together, together));
        }
        // when
        var seen = new ArrayList<String>();
        var next = "";
        do {
            var page = world.get("/tenants?limit=4&dir=" + dir + next).json();
            seen.addAll(ids(page));
            next = page.at("/pagination/next").isNull()
                    ? ""
                    : "&next=" + page.at("/pagination/next").asText();
        } while (!next.isEmpty());
        // then
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=x, invalid limit: must be an integer",
        "limit=0, invalid limit: must be between 1 and 100",
        "limit=101, invalid limit: must be between 1 and 100",
        "next=a&prev=b, cannot specify both 'next' and 'prev' cursors",
        "next=nonsense, invalid cursor"
    })
    void shouldSayWhatIsWrongWithThePage(String query, String message) {
        // when / then
        assertThat(world.get("/tenants?" + query).at("/message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "next=nonsense", "prev=%25", "next=a&prev=b"})
    void shouldCallABadPageABadRequest(String query) {
        // when
        var answer = world.get("/tenants?" + query);
        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir=up", "order_by=name"})
    void shouldCallABadOrderUnprocessable(String query) {
        // when
        var answer = world.get("/tenants?" + query);
        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/data").has("query." + query.substring(0, query.indexOf('='))))
                .isTrue();
    }

    private void destination(String topics) {
        var answer = world.post(
                "/tenants/acme/destinations",
                "{\"type\":\"webhook\",\"topics\":" + topics + ",\"config\":{\"url\":\"https://example.com/\"}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static List<String> ids(JsonNode page) {
        return page.at("/models")
                .valueStream()
                .map(row -> row.at("/id").asText())
                .toList();
    }
}
