package io.spillway.stream.query;

import static io.spillway.stream.World.ACME;
import static io.spillway.stream.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Command;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Health;
import io.spillway.domain.TenantId;
import io.spillway.stream.World;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Granularity;
import io.spillway.stream.query.statistics.Group;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionQueriesTest {

    private static final TenantId OTHER = new TenantId("acme.b");
    private static final Criteria.OfEvents ALL_EVENTS =
            new Criteria.OfEvents(Set.of(), Set.of(), Set.of(), Set.of(), Period.ALWAYS);

    private final World world = new World();
    private final Queries queries = new PartitionQueries(new DriverStores(world));

    @BeforeEach
    void publish() {
        List.of(ACME, OTHER).forEach(tenant -> {
            world.tenant(tenant);
            world.destination(tenant, "d1", "*", Optional.empty());
            world.destination(tenant, "d2", "order.*", Optional.empty());
        });
        IntStream.range(0, 10).forEach(n -> {
            publish(ACME, "e" + n, n / 3, "order.paid");
            publish(OTHER, "e" + n, n / 3, "user.made");
        });
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldWalkOverAllTenantsInBothDirectionsWithoutGapOrRepeat() {
        for (var descending : List.of(true, false)) {
            // when
            var seen = new ArrayList<String>();
            Optional<Scan.Position> after = Optional.empty();
            List<EventEntry> page;
            do {
                page = queries.events(ALL_EVENTS, new Scan(3, descending, after));
                page.forEach(entry ->
                        seen.add(entry.event().tenant() + "/" + entry.event().id()));
                after = page.isEmpty() ? after : Optional.of(Positions.of(page.getLast()));
            } while (!page.isEmpty());

            // then
            assertThat(seen).doesNotHaveDuplicates().hasSize(20);
            assertThat(seen.getFirst()).isEqualTo(descending ? "acme.b/e9" : "acme/e0");
        }
    }

    @Test
    void shouldFilterEvents() {
        // then
        assertThat(ids(new Criteria.OfEvents(Set.of(OTHER), Set.of(), Set.of(), Set.of(), Period.ALWAYS)))
                .hasSize(10);
        assertThat(ids(new Criteria.OfEvents(Set.of(), Set.of(new EventId("e1")), Set.of(), Set.of(), Period.ALWAYS)))
                .hasSize(2);
        assertThat(ids(new Criteria.OfEvents(
                        Set.of(), Set.of(), Set.of(new DestinationId("d2")), Set.of(), Period.ALWAYS)))
                .hasSize(10);
        assertThat(ids(new Criteria.OfEvents(Set.of(), Set.of(), Set.of(), Set.of("user.made"), Period.ALWAYS)))
                .hasSize(10);
        assertThat(ids(new Criteria.OfEvents(
                        Set.of(ACME),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        new Period(Optional.of(World.START.plusSeconds(1)), Optional.of(World.START.plusSeconds(2))))))
                .containsExactlyInAnyOrder("e3", "e4", "e5");
    }

    @Test
    void shouldSayWhichDestinationsWerePassedOverAndWhy() {
        // given
        world.destination(ACME, "d3", "*", Optional.of("{\"data\":{\"never\":\"there\"}}"));
        publish(ACME, "e10", 11, "order.paid");

        // when
        var skipped = queries.deliveries(
                new Criteria.OfDeliveries(
                        Set.of(ACME), Set.of(), Set.of(), Set.of(), Set.of(DeliveryState.SKIPPED), Period.ALWAYS),
                all());

        // then
        assertThat(skipped).singleElement().satisfies(row -> {
            assertThat(row.entry().ref().destination().value()).isEqualTo("d3");
            assertThat(row.entry().ref().event().value()).isEqualTo("e10");
            assertThat(row.entry().reason()).contains("filter");
        });
    }

    @Test
    void shouldKnowAnEventThatNobodyWants() {
        // given
        var lonely = new TenantId("lonely");
        world.tenant(lonely);

        // when
        publish(lonely, "e1", 0, "order.paid");

        // then
        assertThat(queries.event(Optional.of(lonely), new EventId("e1")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.matched()).isEmpty();
                    assertThat(entry.skipped()).isEmpty();
                });
    }

    @Test
    void shouldSayWhyARetryWasCancelled() {
        // given
        var delivery = world.deliveries().getFirst();
        world.destinationAnswers(delivery, 500);
        world.command(new Command.DisableDestination(ACME, delivery.target().id()));

        // when
        world.wait(Duration.ofSeconds(1));
        world.cancellations().forEach(world::report);

        // then
        var cancelled = queries.deliveries(
                new Criteria.OfDeliveries(
                        Set.of(ACME), Set.of(), Set.of(), Set.of(), Set.of(DeliveryState.CANCELLED), Period.ALWAYS),
                all());
        assertThat(cancelled).singleElement().satisfies(row -> {
            assertThat(row.entry().ref().id()).isEqualTo(delivery.id());
            assertThat(row.entry().reason()).contains("disabled");
            assertThat(row.entry().attempts()).hasSize(1);
        });
    }

    @Test
    void shouldListDeliveriesAndAttemptsOfTheirOwnTenantOnly() {
        // given
        world.deliveries().stream()
                .filter(delivery -> delivery.event().tenant().equals(ACME))
                .filter(delivery -> delivery.event().id().value().equals("e3"))
                .forEach(delivery -> world.destinationAnswers(
                        delivery, delivery.target().id().value().equals("d1") ? 200 : 500));

        // when
        var deliveries = queries.deliveries(
                new Criteria.OfDeliveries(
                        Set.of(ACME), Set.of(new EventId("e3")), Set.of(), Set.of(), Set.of(), Period.ALWAYS),
                all());
        var failed = queries.attempts(attemptsOf(ACME, Optional.of(false)), all());

        // then
        assertThat(deliveries)
                .extracting(row ->
                        row.entry().ref().destination() + " " + row.entry().state())
                .containsExactly("d2 " + DeliveryState.SCHEDULED, "d1 " + DeliveryState.DELIVERED);
        assertThat(failed).singleElement().satisfies(row -> {
            assertThat(row.delivery().destination().value()).isEqualTo("d2");
            assertThat(row.tried().error()).contains("status");
            assertThat(row.nextAttemptAt())
                    .isPresent()
                    .isEqualTo(deliveries.getFirst().entry().nextAttemptAt());
        });
        assertThat(queries.attempts(attemptsOf(OTHER, Optional.empty()), all())).isEmpty();
        assertThat(queries.subscription(ACME, new DestinationId("d2"))
                        .orElseThrow()
                        .health()
                        .consecutiveFailures())
                .isEqualTo(1);
        assertThat(queries.subscription(OTHER, new DestinationId("d2"))
                        .orElseThrow()
                        .health())
                .isEqualTo(Health.OK);
    }

    @Test
    void shouldWalkAttemptsInPages() {
        // given
        world.deliveries().forEach(delivery -> world.destinationAnswers(delivery, 200));

        // when
        var seen = new ArrayList<String>();
        Optional<Scan.Position> after = Optional.empty();
        List<AttemptRow> page;
        do {
            page = queries.attempts(attemptsOf(ACME, Optional.empty()), new Scan(7, true, after));
            page.forEach(row -> seen.add(row.id().toString()));
            after = page.isEmpty() ? after : Optional.of(page.getLast().position());
        } while (!page.isEmpty());

        // then
        assertThat(seen).doesNotHaveDuplicates().hasSize(20);
    }

    @Test
    void shouldNotShowDeletedDestinations() {
        // when
        world.command(new Command.DeleteDestination(ACME, new DestinationId("d1")));

        // then
        assertThat(queries.subscriptions(ACME))
                .extracting(row -> row.subscription().id().value())
                .containsExactly("d2");
        assertThat(queries.subscription(ACME, new DestinationId("d1"))).isEmpty();
    }

    @Test
    void shouldCountEventsWithinASpanByTenantAndBucket() {
        // given
        var span = new Span(World.START.plusSeconds(1), World.START.plusSeconds(3));

        // when
        var all = queries.statistics(counted(Subject.EVENTS, span, Optional.of("1s"), List.of(Dimension.TENANT_ID)));
        var some = queries.statistics(new Question(
                Subject.EVENTS, span, Optional.empty(), List.of(), Map.of(Dimension.TENANT_ID, Set.of("acme"))));
        var byDestination = queries.statistics(
                counted(Subject.EVENTS, span, Optional.empty(), List.of(Dimension.TOPIC, Dimension.DESTINATION_ID)));

        // then
        assertThat(counts(all))
                .isEqualTo(Map.of(
                        group(1, "acme"), 3L, group(2, "acme"), 3L, group(1, "acme.b"), 3L, group(2, "acme.b"), 3L));
        assertThat(counts(some)).isEqualTo(Map.of(new Group(Optional.empty(), List.of()), 6L));
        assertThat(counts(byDestination))
                .isEqualTo(Map.of(
                        new Group(Optional.empty(), List.of("order.paid", "d1")), 6L,
                        new Group(Optional.empty(), List.of("order.paid", "d2")), 6L,
                        new Group(Optional.empty(), List.of("user.made", "d1")), 6L));
    }

    @Test
    void shouldCountAttemptsByWhatTheirDeliveriesKnow() {
        // given
        world.deliveries()
                .forEach(delivery -> world.destinationAnswers(
                        delivery, delivery.target().id().value().equals("d1") ? 200 : 500));
        world.wait(Duration.ofSeconds(1));
        world.deliveries().stream()
                .filter(delivery -> delivery.attempt() == 2)
                .forEach(delivery -> world.destinationAnswers(delivery, 200));
        var span = new Span(World.START, World.START.plusSeconds(10));

        // when
        var second = queries.statistics(
                counted(Subject.ATTEMPTS, span, Optional.of("1s"), List.of(Dimension.DESTINATION_ID)));
        var ended = queries.statistics(new Question(
                Subject.ATTEMPTS,
                new Span(World.START, World.START.plusMillis(1)),
                Optional.empty(),
                List.of(Dimension.TENANT_ID),
                Map.of(Dimension.DESTINATION_ID, Set.of("d1"))));

        // then
        assertThat(second.groups())
                .isEqualTo(Map.of(
                        group(0, "d1"), new Sums(20, 20, 20, 0, 20),
                        group(0, "d2"), new Sums(10, 0, 10, 0, 10),
                        group(1, "d2"), new Sums(10, 10, 0, 0, 20)));
        assertThat(counts(ended))
                .isEqualTo(Map.of(
                        new Group(Optional.empty(), List.of("acme")), 10L,
                        new Group(Optional.empty(), List.of("acme.b")), 10L));
    }

    private static Question counted(
            Subject subject, Span span, Optional<String> granularity, List<Dimension> dimensions) {
        return new Question(subject, span, granularity.map(Granularity::parse), dimensions, Map.of());
    }

    private static Group group(int second, String value) {
        return new Group(Optional.of(World.START.plusSeconds(second)), List.of(value));
    }

    private static Map<Group, Long> counts(Statistics statistics) {
        return statistics.groups().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, group -> group.getValue().count()));
    }

    private static Scan all() {
        return new Scan(1000, true, Optional.empty());
    }

    private static Criteria.OfAttempts attemptsOf(TenantId tenant, Optional<Boolean> succeeded) {
        return new Criteria.OfAttempts(
                Set.of(tenant), Set.of(), Set.of(), Set.of(), Set.of(), succeeded, Period.ALWAYS);
    }

    private List<String> ids(Criteria.OfEvents criteria) {
        return queries.events(criteria, all()).stream()
                .map(entry -> entry.event().id().value())
                .toList();
    }

    private void publish(TenantId tenant, String id, int second, String topic) {
        var plain = event(tenant, id, topic, "{}");
        world.publish(new Event(
                tenant,
                plain.id(),
                plain.topic(),
                World.START.plus(Duration.ofSeconds(second)),
                Map.of(),
                true,
                Optional.empty(),
                plain.data()));
    }

    /** The driver's stores, as a partition's. */
    private record DriverStores(World world) implements PartitionStores {

        @Override
        public <V> ReadOnlyKeyValueStore<Bytes, V> store(String name) {
            return world.store(name);
        }
    }
}
