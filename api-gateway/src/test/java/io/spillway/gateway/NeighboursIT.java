package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.RemoteQueries;
import io.spillway.stream.query.Scan;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighboursIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private World world;

    @BeforeEach
    void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        world.put("/tenants/acme", "");
    }

    @AfterEach
    void stop() {
        world.close();
        http.close();
    }

    private RemoteQueries asking(String authorization) {
        return new RemoteQueries(
                new RemoteQueries.Line(http, authorization, world.wire),
                URI.create("http://127.0.0.1:" + world.port()));
    }

    @Test
    void shouldAnswerANodeThatSharesTheSecret() {
        // given
        var queries = asking(NodeKeys.of("a secret for tests,an older one").authorization());
        // when / then
        assertThat(queries.tenant(new TenantId("acme"))).isPresent();
        assertThat(queries.tenants(new Scan(10, true, Optional.empty()))).hasSize(1);
    }

    @Test
    void shouldTurnAwayEverybodyElse() {
        // when / then
        for (var key : new String[] {
            "", "Bearer the-key", NodeKeys.of("another secret").authorization()
        }) {
            assertThatThrownBy(() -> asking(key).tenant(new TenantId("acme")))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageContaining("401");
        }
    }
}
