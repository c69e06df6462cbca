package io.spillway.stream.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry.Skip;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.TenantId;
import io.spillway.stream.World;
import io.spillway.stream.filter.EventView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FanoutTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Optional<String> NO_FILTER = Optional.empty();
    private static final Optional<String> BIG = Optional.of("{\"data\":{\"n\":{\"$gt\":10}}}");

    @Test
    void shouldTakeWhoWantsTopicAndFilterInTheirOrder() {
        // given
        var all = List.of(
                wanting("b", "order.paid", BIG),
                wanting("a", "*", NO_FILTER),
                wanting("c", "order.refunded", NO_FILTER),
                wanting("d", "order.*", BIG));

        // when
        var fanout = fanout(event(11), all);

        // then
        assertThat(fanout.destinations()).extracting(DestinationId::value).containsExactly("b", "a", "d");
        assertThat(fanout.skipped()).isEmpty();
        assertThat(fanout.skippedCount()).isZero();
    }

    @Test
    void shouldSayWhoWantedTheTopicAndDoesNotGetItAndWhy() {
        // given
        var all = List.of(
                wanting("filtered", "*", BIG),
                disabled(wanting("off", "order.paid", NO_FILTER)),
                disabled(wanting("off-and-filtered", "order.paid", BIG)),
                disabled(wanting("other-topic", "order.refunded", NO_FILTER)),
                wanting("other-topic-and-filtered", "order.refunded", BIG));

        // when
        var fanout = fanout(event(10), all);

        // then
        assertThat(fanout.matched()).isEmpty();
        assertThat(fanout.skipped())
                .containsExactly(
                        skip("filtered", "filter"), skip("off", "disabled"), skip("off-and-filtered", "disabled"));
        assertThat(fanout.skippedCount()).isEqualTo(3);
    }

    @Test
    void shouldCountAllButNameOnlyTheFirstHundredOfThoseSkipped() {
        // given
        var all = IntStream.range(0, 250)
                .mapToObj(n -> wanting("d" + n, "*", BIG))
                .toList();

        // when
        var fanout = fanout(event(1), all);

        // then
        assertThat(fanout.skipped())
                .hasSize(100)
                .startsWith(skip("d0", "filter"))
                .endsWith(skip("d99", "filter"));
        assertThat(fanout.skippedCount()).isEqualTo(250);
    }

    @Nested
    class OfAnEventForOneDestination {

        @Test
        void shouldReachNobodyElseNorCallThemSkipped() {
            // given
            var all = List.of(wanting("a", "*", NO_FILTER), wanting("b", "*", NO_FILTER), wanting("c", "*", BIG));

            // when
            var fanout = fanout(to("b", event(1)), all);

            // then
            assertThat(fanout.destinations()).extracting(DestinationId::value).containsExactly("b");
            assertThat(fanout.skippedCount()).isZero();
        }

        @Test
        void shouldNotPassTheDestinationsTopicsFilterAndState() {
            // given
            var all = List.of(
                    wanting("topic", "order.refunded", NO_FILTER),
                    wanting("filter", "*", BIG),
                    disabled(wanting("state", "*", NO_FILTER)));

            // then
            for (var name : Arrays.asList("topic", "filter", "state", "nobody")) {
                assertThat(fanout(to(name, event(1)), all).matched()).isEmpty();
            }
        }
    }

    @Test
    void shouldTakeAnEventWithoutATopicOrForAllTopicsForEverybodys() {
        // given
        var all = List.of(wanting("a", "order.paid", NO_FILTER), wanting("b", "user.*", NO_FILTER));

        // then
        assertThat(fanout(about(Optional.empty()), all).matched()).hasSize(2);
        assertThat(fanout(about(Optional.of("*")), all).matched()).hasSize(2);
    }

    @Test
    void shouldWantATopicOnceThoughSeveralPatternsDo() {
        // given
        var draft = World.draft(ACME, "d", "*", NO_FILTER);
        var twice = Wanted.by(withTopics(draft, List.of("order.*", "*.paid")));

        // then
        assertThat(fanout(event(1), List.of(twice)).matched()).hasSize(1);
    }

    @Test
    void shouldBreakTheirPromiseWhereAStoredFilterIsNone() {
        assertThatIllegalStateException().isThrownBy(() -> wanting("d", "*", Optional.of("{\"$what\":1}")));
    }

    private static Fanout fanout(Event event, List<Wanted> all) {
        var bytes = ((Data.Inline) event.data()).bytes();
        var view = new EventView(event.id().value(), event.topic(), event.time(), event.metadata(), bytes);
        return Fanout.of(event, view, all);
    }

    private static Wanted wanting(String id, String topic, Optional<String> filter) {
        return Wanted.by(World.draft(ACME, id, topic, filter));
    }

    private static Wanted disabled(Wanted wanted) {
        return Wanted.by(wanted.subscription().in(new SubscriptionState.Disabled(Instant.EPOCH)));
    }

    private static Subscription withTopics(Subscription row, List<String> topics) {
        return new Subscription(
                row.tenant(),
                row.id(),
                row.incarnation(),
                row.version(),
                row.type(),
                topics,
                row.filter(),
                row.settings(),
                row.policy(),
                row.metadata(),
                row.state(),
                row.createdAt(),
                row.updatedAt());
    }

    private static Skip skip(String id, String reason) {
        return new Skip(new DestinationId(id), reason);
    }

    private static Event event(int n) {
        return World.event(ACME, "e", "order.paid", "{\"n\":" + n + "}");
    }

    private static Event to(String destination, Event event) {
        return copy(event, event.topic(), Optional.of(new DestinationId(destination)));
    }

    private static Event about(Optional<String> topic) {
        return copy(event(1), topic, Optional.empty());
    }

    private static Event copy(Event event, Optional<String> topic, Optional<DestinationId> target) {
        return new Event(event.tenant(), event.id(), topic, event.time(), event.metadata(), true, target, event.data());
    }
}
