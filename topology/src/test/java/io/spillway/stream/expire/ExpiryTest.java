package io.spillway.stream.expire;

import static io.spillway.stream.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.Erasure;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import io.spillway.stream.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final World world = new World();

    @BeforeEach
    void makeDestination() {
        world.tenant(ACME);
        world.destination("d");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldForgetEventsAfterTheirRetentionAndDeliveriesWithTheirLastAttempt() {
        // given
        world.publish("e");
        world.destinationAnswers(world.delivery(), 200);

        // when
        pass(WEEK.minusSeconds(1));
        // then
        assertThat(count(Stores.EVENTS)).isEqualTo(1);

        // when
        pass(HOUR.plusSeconds(1));
        // then
        assertThat(count(Stores.EVENTS)).isZero();
        assertThat(count(Stores.EVENTS_BY_TIME)).isZero();
        assertThat(count(Stores.DELIVERIES)).isEqualTo(1);
        assertThat(count(Stores.ATTEMPTS_BY_TIME)).isEqualTo(1);

        // when
        pass(MONTH.minus(WEEK));
        // then
        assertThat(count(Stores.DELIVERIES)).isZero();
        assertThat(count(Stores.ATTEMPTS_BY_TIME)).isZero();
        assertThat(count(Stores.EXPIRIES)).isZero();
    }

    @Test
    void shouldForgetInSlices() {
        // given
        for (var n = 0; n < 1_200; n++) {
            world.publish("e" + n);
        }
        world.deliveries().forEach(delivery -> world.destinationAnswers(delivery, 200));

        // when
        world.wait(WEEK.plus(HOUR));
        world.tenant(new TenantId("another"));
        world.tick(1);
        // then
        assertThat(count(Stores.EVENTS)).isEqualTo(700);

        // when
        world.tick(5);
        // then
        assertThat(count(Stores.EVENTS)).isZero();
        assertThat(count(Stores.EVENTS_BY_TIME)).isZero();
    }

    @Test
    void shouldGoByWhenAnEventCameAndNotByItsOwnTime() {
        // given
        world.publish(at("old", World.START.minus(MONTH)));
        world.publish(at("future", World.START.plus(MONTH)));
        for (var n = 0; n < 600; n++) {
            world.publish(at("same" + n, World.START.minus(MONTH)));
        }
        world.wait(WEEK.dividedBy(2));
        world.publish(at("later", World.START.minus(MONTH)));
        world.deliveries().forEach(delivery -> world.destinationAnswers(delivery, 200));

        // when
        pass(WEEK.dividedBy(2).plus(HOUR));
        // then
        assertThat(count(Stores.EVENTS)).isEqualTo(1);

        // when
        pass(WEEK.dividedBy(2));
        // then
        assertThat(count(Stores.EVENTS)).isZero();
        assertThat(count(Stores.EVENTS_BY_TIME)).isZero();
    }

    @Test
    void shouldDeliverAnotherEventOfTheSameIdOnceTheFirstHasExpired() {
        // given
        world.publish("e");
        world.destinationAnswers(world.delivery(), 200);
        world.wait(WEEK.minusSeconds(1));
        assertThat(((Answer.Routed) world.publish("e")).duplicate()).isTrue();

        // when
        world.wait(Duration.ofSeconds(1));
        var again = (Answer.Routed) world.publish("e");

        // then
        assertThat(again.duplicate()).isFalse();
        assertThat(world.deliveries()).hasSize(1);
        assertThat(count(Stores.EVENTS_BY_TIME)).isEqualTo(1);
        assertThat(count(Stores.ATTEMPTS_BY_TIME)).isZero();
    }

    @Test
    void shouldKeepAnEventWhoseDeliveryHasNotEnded() {
        // given
        world.publish("e");

        // when
        pass(WEEK.plus(HOUR));
        // then
        assertThat(count(Stores.EVENTS)).isEqualTo(1);

        // when
        world.destinationAnswers(world.delivery(), 200);
        pass(WEEK.plus(HOUR));
        // then
        assertThat(count(Stores.EVENTS)).isZero();
    }

    @Test
    void shouldKeepAnEventAndItsIdWhileADeliveryIsToBeTriedAgain() {
        // given
        world.publish("e");
        world.destinationAnswers(world.delivery(), 500);

        // when
        pass(WEEK.plus(HOUR));

        // then
        assertThat(count(Stores.EVENTS)).isEqualTo(1);
        assertThat(((Answer.Routed) world.publish("e")).duplicate()).isTrue();
    }

    @Nested
    class WithATermOfItsTenantsOwn {

        private static final TenantId OTHER = new TenantId("other");

        @BeforeEach
        void makeAnother() {
            world.tenant(OTHER);
            world.destination(OTHER, "d", "*", Optional.empty());
        }

        @Test
        void shouldForgetEventsAndAttemptsOfThatTenantAlone() {
            // given
            keep(ACME, days(2));
            publishToBoth("e");

            // when
            pass(Duration.ofDays(2).minusSeconds(1));
            // then
            assertThat(count(Stores.EVENTS)).isEqualTo(2);

            // when
            pass(HOUR.plusSeconds(1));
            // then
            assertThat(of(OTHER)).isEqualTo(1);
            assertThat(count(Stores.EVENTS)).isEqualTo(1);
            assertThat(count(Stores.DELIVERIES)).isEqualTo(1);
            assertThat(count(Stores.ATTEMPTS_BY_TIME)).isEqualTo(1);
        }

        @Test
        void shouldForgetAtOnceWhatIsOlderThanATermThatBecomesShorter() {
            // given
            publishToBoth("old");
            publish(at("future", World.START.plus(MONTH)));
            world.wait(Duration.ofDays(3));
            publishToBoth("young");

            // when
            keep(ACME, days(2));
            pass(Duration.ofMinutes(1));
            // then
            assertThat(of(ACME)).isEqualTo(1);
            assertThat(of(OTHER)).isEqualTo(2);
            assertThat(count(Stores.ATTEMPTS_BY_TIME)).isEqualTo(3);

            // when
            pass(days(2).plus(HOUR));
            // then
            assertThat(of(ACME)).isZero();
            assertThat(of(OTHER)).isEqualTo(2);
        }

        @Test
        void shouldKeepWhatIsThereLongerWhenTheTermIsLifted() {
            // given
            keep(ACME, days(1));
            publishToBoth("e");

            // when
            keep(ACME, new RetentionChange.AsEverybody());
            pass(WEEK.minusSeconds(1));
            // then
            assertThat(of(ACME)).isEqualTo(1);

            // when
            pass(MONTH);
            // then
            assertThat(count(Stores.EVENTS)).isZero();
            assertThat(count(Stores.ATTEMPTS_BY_TIME)).isZero();
            assertThat(count(Stores.EXPIRIES)).isZero();
        }

        @Test
        void shouldForgetAllOfAnHourThatExpiresWithOneOfALongerTerm() {
            // given
            publish(at("noted for a week", world.now()));
            keep(ACME, days(6));
            pass(Duration.ofMinutes(1));
            world.wait(days(1));
            publish(at("a day later", world.now()));
            world.wait(Duration.ofMinutes(20));
            publish(at("in the same hour", world.now()));

            // when
            pass(days(6).plus(HOUR));

            // then
            assertThat(of(ACME)).isZero();
        }

        @Test
        void shouldHoldForWhatATenantLeavesBehindAndForTheTenantMadeAnew() {
            // given
            keep(ACME, days(2));
            publishToBoth("e");
            world.command(new Command.DeleteTenant(ACME));

            // when
            pass(days(2).plus(HOUR));
            world.tenant(ACME);

            // then
            assertThat(of(ACME)).isZero();
            assertThat(world.<Tenant>store(Stores.TENANTS)
                            .get(Keys.tenant(ACME))
                            .retention())
                    .contains(days(2));
        }

        @Test
        void shouldTakeAnEventOfTheSameIdForAnotherOnceTheFirstHasExpired() {
            // given
            keep(ACME, days(2));
            publishToBoth("e");

            // when
            world.wait(days(2));
            var again = (Answer.Routed) world.publish("e");

            // then
            assertThat(again.duplicate()).isFalse();
        }

        @Test
        void shouldTellTheLogStoreAtOnceAndThenEveryHour() {
            // given
            keep(ACME, days(2));
            var set = world.now();

            // when
            pass(HOUR.dividedBy(2));
            pass(HOUR.dividedBy(2));

            // then
            assertThat(world.read(world.topics().erasures()))
                    .containsExactly(Erasure.past(ACME, days(2), set), Erasure.past(ACME, days(2), set.plus(HOUR)));
        }

        private static Duration days(int days) {
            return Duration.ofDays(days);
        }

        private void keep(TenantId tenant, Duration own) {
            keep(tenant, new RetentionChange.For(own));
        }

        private void keep(TenantId tenant, RetentionChange retention) {
            world.command(new Command.PutTenant(tenant, Map.of(), retention));
        }

        private void publishToBoth(String id) {
            publish(World.event(ACME, id, "order.paid", "{}"));
            publish(World.event(OTHER, id, "order.paid", "{}"));
        }

        private void publish(Event event) {
            world.publish(event);
            world.destinationAnswers(world.delivery(), 200);
        }

        private long of(TenantId tenant) {
            var found = 0;
            try (var rows = world.<EventEntry>store(Stores.EVENTS).all()) {
                while (rows.hasNext()) {
                    found += rows.next().value.event().tenant().equals(tenant) ? 1 : 0;
                }
            }
            return found;
        }
    }

    /** Time passes, something comes, and slices are worked. */
    private void pass(Duration duration) {
        world.wait(duration);
        world.tenant(new TenantId("another"));
        world.tick(20);
    }

    private static Event at(String id, Instant time) {
        return new Event(
                ACME,
                new EventId(id),
                Optional.of("order.paid"),
                time,
                Map.of(),
                true,
                Optional.empty(),
                new Data.Inline("{}".getBytes(StandardCharsets.UTF_8)));
    }

    private int count(String store) {
        var found = 0;
        try (var all = world.<Object>store(store).all()) {
            while (all.hasNext()) {
                all.next();
                found++;
            }
        }
        return found;
    }
}
