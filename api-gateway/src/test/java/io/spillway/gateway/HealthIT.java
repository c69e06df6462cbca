package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.health.Status;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/api/v1/healthz", "/readyz"})
    void shouldSayTheSameToWhoeverWantsNoBody(String path) {
        // given
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port() + path))
                .HEAD()
                .build();
        // when
        var well = world.send(request);
        world.status = new Status.Failed("down");
        var ill = world.send(request);
        // then
        assertThat(well.status()).isEqualTo(200);
        assertThat(ill.status()).isEqualTo(503);
        assertThat(ill.body()).isEmpty();
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
