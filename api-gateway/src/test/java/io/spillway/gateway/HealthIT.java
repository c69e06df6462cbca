package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.health.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealthIT {

    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void heal() {
        world.status = new Status.Healthy();
    }

    @Test
    void shouldSayThatAllIsWell() {
        // when
        var answer = world.root("/healthz");
        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/status").asText()).isEqualTo("healthy");
        assertThat(answer.at("/timestamp").asText()).endsWith("Z");
        assertThat(answer.at("/workers/partitions/status").asText()).isEqualTo("healthy");
    }

    @Test
    void shouldNameWhatFailed() {
        // given
        world.status = new Status.Failed("no answer from the tenant task of partition [2]");
        // when
        var alive = world.root("/healthz");
        var ready = world.root("/readyz");
        // then
        assertThat(alive.status()).isEqualTo(503);
        assertThat(alive.at("/status").asText()).isEqualTo("failed");
        assertThat(alive.at("/workers/partitions/reason").asText()).contains("[2]");
        assertThat(ready.status()).isEqualTo(503);
    }

    @Test
    void shouldTimeRequestsUnderTheirTemplates() {
        // given
        world.get("/events/some-id");
        world.get("/no/such/thing");
        // when
        var text = world.root("/metrics");
        // then
        assertThat(text.status()).isEqualTo(200);
        assertThat(text.body())
                .contains(
                        "spillway_http_requests_seconds_count{method=\"GET\",route=\"/api/v1/events/{event_id}\",status=\"404\"}")
                .contains("route=\"none\",status=\"404\"")
                .doesNotContain("some-id")
                .doesNotContain("/no/such");
    }
}
