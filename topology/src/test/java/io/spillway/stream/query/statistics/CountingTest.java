package io.spillway.stream.query.statistics;

import static io.spillway.stream.query.statistics.Dimension.ATTEMPT_NUMBER;
import static io.spillway.stream.query.statistics.Dimension.CODE;
import static io.spillway.stream.query.statistics.Dimension.DESTINATION_ID;
import static io.spillway.stream.query.statistics.Dimension.DESTINATION_TYPE;
import static io.spillway.stream.query.statistics.Dimension.MANUAL;
import static io.spillway.stream.query.statistics.Dimension.STATUS;
import static io.spillway.stream.query.statistics.Dimension.TENANT_ID;
import static io.spillway.stream.query.statistics.Dimension.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CountingTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");
    private static final Span SPAN = new Span(TEN, TEN.plus(Duration.ofHours(1)));
    private static final RecordAt AT = new RecordAt("attempts", 0, 0);

    @Nested
    class OfEvents {

        @Test
        void shouldCountAnEventOnceForEachDestinationThatIsToldApart() {
            // when
            var counted =
                    count(List.of(DESTINATION_ID), Map.of(), event("e1", "a", "d1", "d2"), event("e2", "a", "d2"));
            // then
            assertThat(counted).isEqualTo(Map.of(List.of("d1"), 1L, List.of("d2"), 2L));
        }

        @Test
        void shouldCountAnEventOnceWhereDestinationsAreOnlyAskedFor() {
            // when
            var counted = count(
                    List.of(),
                    Map.of(DESTINATION_ID, Set.of("d1", "d2")),
                    event("e1", "a", "d1", "d2"),
                    event("e2", "a"));
            // then
            assertThat(counted).isEqualTo(Map.of(List.of(), 1L));
        }

        @Test
        void shouldShowOnlyTheDestinationsThatAreAskedFor() {
            // when
            var counted = count(
                    List.of(DESTINATION_ID, TOPIC),
                    Map.of(DESTINATION_ID, Set.of("d1")),
                    event("e1", "a", "d1", "d2"),
                    event("e2", "b", "d2"));
            // then
            assertThat(counted).isEqualTo(Map.of(List.of("d1", "a"), 1L));
        }

        @Test
        void shouldCountWhatWasRoutedNowhere() {
            // when / then
            assertThat(count(List.of(TENANT_ID), Map.of(), event("e1", "a"))).isEqualTo(Map.of(List.of("acme"), 1L));
            assertThat(count(List.of(DESTINATION_ID), Map.of(), event("e1", "a")))
                    .isEmpty();
        }

        @Test
        void shouldFilterByTopicAndTenant() {
            // given
            var filters = Map.of(TOPIC, Set.of("a", "b"), TENANT_ID, Set.of("acme"));
            // when / then
            assertThat(count(List.of(TOPIC), filters, event("e1", "a"), event("e2", "b"), event("e3", "c")))
                    .isEqualTo(Map.of(List.of("a"), 1L, List.of("b"), 1L));
            assertThat(count(List.of(TOPIC), Map.of(TENANT_ID, Set.of("other")), event("e1", "a")))
                    .isEmpty();
        }

        @Test
        void shouldNeedRowsOnlyForWhatTheIndexDoesNotKnow() {
            // given
            var byTenant = new Counting(question(Subject.EVENTS, List.of(TENANT_ID), Map.of()));
            var byTopic = new Counting(question(Subject.EVENTS, List.of(), Map.of(TOPIC, Set.of("a"))));
            // when
            byTenant.event(ACME, TEN.plusSeconds(61));
            // then
            assertThat(byTenant.needsRows()).isFalse();
            assertThat(byTopic.needsRows()).isTrue();
            assertThat(byTenant.statistics().groups())
                    .containsExactly(Map.entry(
                            new Group(Optional.of(TEN.plusSeconds(60)), List.of("acme")), new Sums(1, 0, 0, 0, 0)));
        }

        private static Map<List<String>, Long> count(
                List<Dimension> dimensions, Map<Dimension, Set<String>> filters, EventEntry... events) {
            var counting = new Counting(question(Subject.EVENTS, dimensions, filters));
            Stream.of(events).forEach(counting::event);
            return counts(counting);
        }
    }

    @Nested
    class OfAttempts {

        @Test
        void shouldTellApartByEveryDimension() {
            // when
            var counted = count(
                    List.of(TENANT_ID, DESTINATION_ID, DESTINATION_TYPE, TOPIC, STATUS, CODE, MANUAL, ATTEMPT_NUMBER),
                    Map.of(),
                    tried(1, false, "500"),
                    tried(2, true, "200"));
            // then
            assertThat(counted)
                    .isEqualTo(Map.of(
                            List.of("acme", "d1", "webhook", "a", "failed", "500", "false", "1"), 1L,
                            List.of("acme", "d1", "webhook", "a", "success", "200", "true", "2"), 1L));
        }

        @Test
        void shouldFilterByEveryDimension() {
            for (var filter : Map.of(
                            TENANT_ID, "acme",
                            DESTINATION_ID, "d1",
                            DESTINATION_TYPE, "webhook",
                            TOPIC, "a",
                            STATUS, "success",
                            CODE, "200",
                            MANUAL, "true",
                            ATTEMPT_NUMBER, "2")
                    .entrySet()) {
                // when
                var fitting = count(
                        List.of(), Map.of(filter.getKey(), Set.of("x", filter.getValue())), tried(2, true, "200"));
                var others = count(List.of(), Map.of(filter.getKey(), Set.of("x")), tried(2, true, "200"));
                // then
                assertThat(fitting).as(filter.getKey().word()).isEqualTo(Map.of(List.of(), 1L));
                assertThat(others).as(filter.getKey().word()).isEmpty();
            }
        }

        /** By hand is every one that succeeds here. */
        private static Map<List<String>, Long> count(
                List<Dimension> dimensions, Map<Dimension, Set<String>> filters, Tried... attempts) {
            var counting = new Counting(question(Subject.ATTEMPTS, dimensions, filters));
            Stream.of(attempts).forEach(tried -> counting.attempt(delivery(), tried));
            return counts(counting);
        }

        private static DeliveryRef delivery() {
            var event = new EventId("e1");
            var to = new DestinationId("d1");
            return new DeliveryRef(DeliveryId.of(ACME, event, to), ACME, event, Optional.of("a"), to, "webhook");
        }

        private static Tried tried(int number, boolean success, String code) {
            return new Tried(
                    number,
                    success,
                    TEN,
                    Duration.ofMillis(5),
                    Optional.of(code),
                    success ? Optional.empty() : Optional.of("status"),
                    AT);
        }
    }

    private static Question question(Subject subject, List<Dimension> dimensions, Map<Dimension, Set<String>> filters) {
        return new Question(subject, SPAN, Optional.of(Granularity.parse("1m")), dimensions, filters);
    }

    private static Map<List<String>, Long> counts(Counting counting) {
        return counting.statistics().groups().entrySet().stream()
                .collect(Collectors.toMap(
                        group -> group.getKey().values(),
                        group -> group.getValue().count()));
    }

    private static EventEntry event(String id, String topic, String... destinations) {
        var event = new Event(
                ACME, new EventId(id), Optional.of(topic), TEN, Map.of(), true, Optional.empty(), new Data.Stored(AT));
        return new EventEntry(
                event, TEN, Stream.of(destinations).map(DestinationId::new).toList(), List.of(), 0);
    }
}
