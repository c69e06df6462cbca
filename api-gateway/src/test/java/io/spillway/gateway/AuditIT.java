package io.spillway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.AuditRecord;
import io.spillway.domain.TenantId;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.audit.AuditTrail.Entry;
import io.spillway.gateway.topic.TopicRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditIT {

    private World world;

    @BeforeEach
    void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        world.put("/tenants/acme", "");
        await().until(() -> world.audit.entries.size() == 1);
        world.audit.entries.clear();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Answered as(String credential, String method, String path, String body) {
        return world.call(method, path, body.getBytes(UTF_8), Map.of("Authorization", "Bearer " + credential));
    }

    /** An answer may be there before its record is: whoever wants records in turn asks for each. */
    private List<AuditRecord> records(int number) {
        await().until(() -> world.audit.entries.size() >= number);
        return world.audit.entries.stream().map(Entry::record).toList();
    }

    @Test
    void shouldWriteDownWhoDidWhatFromWhereAndWhatCameOfIt() {
        // given
        var token = World.TOKENS.issue(new TenantId("acme"), Instant.now());
        // when
        world.call(
                "PUT",
                "/tenants/acme?x=y",
                "{\"metadata\":{\"a\":\"a-secret\"}}".getBytes(UTF_8),
                Map.of("X-Request-Id", "request-1", "X-Forwarded-For", "203.0.113.9, 10.0.0.1"));
        records(1);
        as(token, "DELETE", "/tenants/acme/destinations/none", "");
        records(2);
        as(token, "DELETE", "/tenants/other", "");
        // then
        var records = records(3);
        var first = records.getFirst();
        assertThat(first.who().caller()).isEqualTo("admin");
        assertThat(first.who().tenant()).contains(new TenantId("acme"));
        assertThat(first.who().address()).isEqualTo("127.0.0.1");
        assertThat(first.who().forwardedFor()).contains("203.0.113.9, 10.0.0.1");
        assertThat(first.what()).isEqualTo(new AuditRecord.What("PUT", "/api/v1/tenants/acme", 200));
        assertThat(first.requestId()).isEqualTo("request-1");
        assertThat(first.node()).isEqualTo("this-node");
        assertThat(records.get(1).who().caller()).isEqualTo("token:outpost");
        assertThat(records.get(1).what().status()).isEqualTo(404);
        assertThat(records.get(2).what().status()).isEqualTo(403);
        assertThat(records.toString()).doesNotContain("a-secret");
    }

    @Test
    void shouldWriteDownWhoGotPowerOverATenant() {
        // when
        var key = world.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\",\"manage\"]}")
                .json();
        records(1);
        as(key.at("/key").asText(), "GET", "/tenants/acme/token", "");
        records(2);
        world.get("/tenants/acme/portal");
        records(3);
        world.post("/token", "{\"tenant_id\":\"acme\"}");
        records(4);
        world.delete("/api-keys/" + key.at("/id").asText());
        // then
        var records = records(5);
        assertThat(records)
                .extracting(record -> record.what().path().replace("/api/v1", ""))
                .containsExactly(
                        "/api-keys",
                        "/tenants/acme/token",
                        "/tenants/acme/portal",
                        "/token",
                        "/api-keys/" + key.at("/id").asText());
        assertThat(records.get(1).who().caller())
                .isEqualTo("key:" + key.at("/id").asText());
        assertThat(records.toString()).doesNotContain(key.at("/key").asText());
    }

    @Test
    void shouldLeaveOutWhatChangesNothing() {
        // when
        world.get("/tenants");
        world.get("/tenants/acme");
        world.post("/publish", "{\"tenant_id\":\"acme\",\"data\":{}}");
        as("wrong", "DELETE", "/tenants/acme", "");
        world.delete("/tenants/acme");
        // then
        assertThat(records(1))
                .singleElement()
                .extracting(record -> record.what().method())
                .isEqualTo("DELETE");
    }

    @Test
    void shouldShowTheTrailToTheAdminOnly() {
        // given
        for (var i = 0; i < 3; i++) {
            world.put("/tenants/t" + i, "");
            records(i + 1);
        }
        // when
        var page = world.get("/audit?limit=2");
        var ofOne = world.get("/audit?tenant_id=t1&caller=admin");
        // then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.at("/models")).hasSize(2);
        assertThat(page.at("/models/0/path").asText()).isEqualTo("/api/v1/tenants/t2");
        assertThat(page.at("/models/0/status").asInt()).isEqualTo(201);
        assertThat(page.at("/pagination/next").isTextual()).isTrue();
        assertThat(ofOne.at("/models")).hasSize(1);
        assertThat(ofOne.at("/models/0/tenant_id").asText()).isEqualTo("t1");
        var key = world.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\",\"manage\",\"publish\"]}")
                .at("/key")
                .asText();
        assertThat(as(key, "GET", "/audit", "").status()).isEqualTo(403);
    }
}
