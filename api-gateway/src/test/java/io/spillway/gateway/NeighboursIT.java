package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.embedded.TestPatience;
import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Owners;
import io.spillway.stream.query.RemoteQueries;
import io.spillway.stream.query.RoutedQueries;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.Share;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighboursIT {

    private static final Instant DUE = Instant.parse("2026-03-01T10:00:00Z");

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
                new RemoteQueries.Line(http, authorization, world.wire, TestPatience.AMPLE),
                URI.create("http://127.0.0.1:" + world.port()),
                new Share(Set.of(0), false));
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
        var line = new RemoteQueries.Line(
                http, NodeKeys.of("a secret for tests").authorization(), world.wire, TestPatience.AMPLE);
        Owners owners = () -> Map.of(
                0, URI.create("http://127.0.0.1:" + world.port()),
                1, URI.create("http://localhost:" + world.port()));
        var queries = new RoutedQueries(owners, (node, share) -> new RemoteQueries(line, node, share), 2);
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
    void shouldSayOfTheLatestAttemptWhenTheNextIsDue() {
        // given
        var tenant = new TenantId("acme");
        var to = new DestinationId("d");
        var event = new EventId("e");
        var ref = new DeliveryRef(DeliveryId.of(tenant, event, to), tenant, event, Optional.of("a"), to, "webhook");
        var entry = DeliveryEntry.inFlight(ref, DUE.minusSeconds(9))
                .with(failed(1, DUE.minusSeconds(8)))
                .with(failed(2, DUE.minusSeconds(5)))
                .scheduled(DUE, DUE.minusSeconds(5));
        world.tasks.deliveries.add(entry);
        var any = new Criteria.OfAttempts(
                Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Criteria.Period.ALWAYS);

        // when
        var rows = asking(NodeKeys.of("a secret for tests").authorization())
                .attempts(any, new Scan(10, false, Optional.empty()));

        // then
        assertThat(rows)
                .containsExactly(
                        AttemptRow.of(entry, entry.attempts().getFirst()),
                        AttemptRow.of(entry, entry.attempts().getLast()));
        assertThat(world.get("/attempts?dir=asc").json().at("/models"))
                .extracting(attempt -> attempt.path("next_attempt_at").asText("none"))
                .containsExactly("none", "2026-03-01T10:00:00.000Z");
    }

    private static Tried failed(int number, Instant time) {
        var at = new RecordAt("spillway.attempts", 0, number);
        return new Tried(number, false, time, Duration.ofMillis(12), Optional.of("500"), Optional.of("status"), at);
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
