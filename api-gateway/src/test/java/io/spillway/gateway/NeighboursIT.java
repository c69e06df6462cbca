package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Owners;
import io.spillway.stream.query.RemoteQueries;
import io.spillway.stream.query.RoutedQueries;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Granularity;
import io.spillway.stream.query.statistics.Group;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    void shouldAddUpWhatAllNodesHaveCounted() {
        // given
        world.post(
                "/publish",
                "{\"tenant_id\":\"acme\",\"id\":\"e1\",\"topic\":\"a\",\"data\":{},\"time\":\"2026-03-01T10:00:00Z\"}");
        var line =
                new RemoteQueries.Line(http, NodeKeys.of("a secret for tests").authorization(), world.wire);
        Owners owners = () -> Map.of(
                0, URI.create("http://127.0.0.1:" + world.port()),
                1, URI.create("http://localhost:" + world.port()));
        var queries = new RoutedQueries(owners, node -> new RemoteQueries(line, node), 2);
        var hour = new Span(Instant.parse("2026-03-01T10:00:00Z"), Instant.parse("2026-03-01T11:00:00Z"));
        var dimensions = List.of(Dimension.TOPIC, Dimension.TENANT_ID);
        var minute = Granularity.parse("1m");

        // when
        var ofAll = queries.statistics(new Question(Subject.EVENTS, hour, Optional.of(minute), dimensions, Map.of()));
        var ofOne = queries.statistics(new Question(
                Subject.EVENTS, hour, Optional.empty(), List.of(), Map.of(Dimension.TENANT_ID, Set.of("acme"))));
        var ofNobody = queries.statistics(new Question(
                Subject.ATTEMPTS, hour, Optional.empty(), List.of(), Map.of(Dimension.STATUS, Set.of("failed"))));

        // then
        assertThat(ofAll)
                .as("two addresses of one node, which both answer")
                .isEqualTo(new Statistics(
                        Map.of(new Group(Optional.of(hour.from()), List.of("a", "acme")), new Sums(2, 0, 0, 0, 0)),
                        false));
        assertThat(ofOne)
                .as("the owner alone is asked")
                .isEqualTo(
                        new Statistics(Map.of(new Group(Optional.empty(), List.of()), new Sums(1, 0, 0, 0, 0)), false));
        assertThat(ofNobody).isEqualTo(new Statistics(Map.of(), false));
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
