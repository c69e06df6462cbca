package io.spillway.stream.hold;

import static io.spillway.stream.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Answer;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.HeldDelivery;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Rejection;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import io.spillway.stream.World;
import io.spillway.topic.HeaderNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is held, in which order it goes, and what becomes of it otherwise. */
class HoldingTest {

    private static final DestinationId D = new DestinationId("d");

    private final World world = new World();

    @BeforeEach
    void makeTenant() {
        world.tenant(ACME);
    }

    @AfterEach
    void endWorld() {
        world.close();
    }

    @Nested
    class Pausing {

        @Test
        void shouldHoldWhatComesAndReleaseItInOrder() {
            // given
            world.destination("d");
            pause();

            // when
            publish(0, 3);

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.HELD);
            assertThat(entry("e0").reason()).contains("paused");

            // when
            resume();
            world.tick(1);

            // then
            assertThat(events()).containsExactly("e0", "e1", "e2");
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.IN_FLIGHT);
            nothingIsLeft();
        }

        @Test
        void shouldNameTheEventsRecordInsteadOfItsData() {
            // given
            world.destination("d");
            pause();
            world.publish("e0");

            // when
            resume();
            world.tick(1);

            // then
            var delivery = world.delivery();
            assertThat(delivery.event().data()).isEqualTo(new Data.Stored(delivery.origin()));
            assertThat(delivery.attempt()).isEqualTo(1);
            assertThat(delivery.target().version()).isEqualTo(3);
        }

        @Test
        void shouldReleaseASliceAtATimeWhileNewEventsQueueBehind() {
            // given
            world.destination("d");
            pause();
            publish(0, 600);
            resume();

            // when
            world.tick(1);
            publish(600, 601);
            var first = events();
            var why = entry("e600").reason();
            world.tick(1);

            // then
            assertThat(first).isEqualTo(names(0, 500));
            assertThat(why).contains("order");
            assertThat(events()).isEqualTo(names(500, 601));
            nothingIsLeft();
        }

        @Test
        void shouldShareASliceAmongDestinations() {
            // given
            world.destination("d");
            world.destination("other");
            pause();
            world.command(new Command.PauseDestination(ACME, new DestinationId("other")));
            publish(0, 300);
            resume();
            world.command(new Command.ResumeDestination(ACME, new DestinationId("other")));

            // when
            world.tick(1);

            // then
            assertThat(world.deliveries())
                    .hasSize(500)
                    .filteredOn(delivery -> delivery.target().id().equals(D))
                    .hasSize(250);
        }

        @Test
        void shouldStopWhenItIsPausedAgain() {
            // given
            world.destination("d");
            pause();
            publish(0, 600);
            resume();
            world.tick(1);
            world.deliveries();

            // when
            pause();
            world.tick(3);

            // then
            assertThat(world.deliveries()).isEmpty();

            // when
            resume();
            world.tick(1);

            // then
            assertThat(events()).isEqualTo(names(500, 600));
        }

        @Test
        void shouldHoldWhatComesBackFromTheDispatcherInItsOldPlace() {
            // given: e0 was on its way when the destination was paused
            world.destination("d");
            world.publish("e0");
            var onItsWay = world.delivery();
            pause();
            world.publish("e1");

            // when
            world.defer(onItsWay);

            // then
            assertThat(world.deliveries()).isEmpty();

            // when
            resume();
            world.tick(1);

            // then
            var released = world.deliveries();
            assertThat(released)
                    .extracting(delivery -> delivery.event().id().value())
                    .containsExactly("e0", "e1");
            assertThat(released.getFirst().pass()).isEqualTo(1);
        }

        @Test
        void shouldHoldARetryThatBecomesDue() {
            // given
            world.destination("d");
            world.publish("e0");
            world.destinationAnswers(world.delivery(), 503);
            pause();

            // when
            world.wait(Duration.ofSeconds(1));

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.HELD);
            assertThat(entry("e0").attempts()).hasSize(1);

            // when
            resume();
            world.tick(1);

            // then
            assertThat(world.delivery().attempt()).isEqualTo(2);
        }

        @Test
        void shouldSendWhatSomebodyAsksForByHand() {
            // given
            world.destination("d");
            pause();
            world.publish("e0");

            // when
            retry("e0");
            var byHand = world.delivery();
            world.destinationAnswers(byHand, 200);
            resume();
            world.tick(1);

            // then
            assertThat(byHand.manual()).isTrue();
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.DELIVERED);
            nothingIsLeft();
        }

        @Test
        void shouldSendByHandWhatWasSentAwaySinceItWasEmittedBeforeThePause() {
            // given
            world.destination("d");
            world.publish("e0");
            world.destinationAnswers(world.delivery(), 200);
            retry("e0");
            var byHand = world.delivery();
            pause();

            // when
            world.defer(byHand);

            // then
            assertThat(world.delivery().manual()).isTrue();
        }

        @Test
        void shouldGoOnFromTheAttemptByHandThatFailed() {
            // given
            world.destination("d");
            pause();
            world.publish("e0");
            retry("e0");
            world.destinationAnswers(world.delivery(), 503);
            world.wait(Duration.ofSeconds(1));

            // when
            resume();
            world.tick(1);

            // then
            assertThat(world.delivery().attempt()).isEqualTo(2);
            nothingIsLeft();
        }

        @Test
        void shouldCancelWhatIsHeldWhenItIsDisabled() {
            // given
            world.destination("d");
            pause();
            publish(0, 600);

            // when
            world.command(new Command.DisableDestination(ACME, D));
            world.tick(1);
            var slice = cancellations();
            world.command(new Command.EnableDestination(ACME, D));
            world.publish("later");
            world.tick(1);

            // then
            assertThat(slice)
                    .hasSize(500)
                    .allSatisfy(report -> assertThat(report.reason()).isEqualTo(CancelReason.DISABLED));
            assertThat(cancellations()).hasSize(100);
            assertThat(events()).containsExactly("later");
            nothingIsLeft();
        }

        @Test
        void shouldCancelWhatIsHeldWhenItIsDeletedEvenIfItIsMadeAgain() {
            // given
            world.destination("d");
            pause();
            publish(0, 2);

            // when
            world.command(new Command.DeleteDestination(ACME, D));
            world.destination("d");
            world.publish("later");
            world.tick(1);

            // then
            assertThat(cancellations())
                    .hasSize(2)
                    .allSatisfy(report -> assertThat(report.reason()).isEqualTo(CancelReason.DELETED));
            assertThat(events()).containsExactly("later");
        }

        @Test
        void shouldRecordACancellationOfWhatWasHeld() {
            // given
            world.destination("d");
            pause();
            world.publish("e0");

            // when
            world.command(new Command.DeleteTenant(ACME));
            world.tick(1);
            world.report(cancellations().getFirst());

            // then
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("e0").reason()).contains("deleted");
        }

        @Test
        void shouldEndAllThatIsHeldOrWaitsForARetryWhenAnOrderedDestinationIsDeleted() {
            // given
            world.ordered("d");
            publish(0, 700);
            world.destinationAnswers(world.delivery(), 503);
            pause();

            // when
            world.command(new Command.DeleteDestination(ACME, D));
            world.tick(2);
            cancellations().forEach(world::report);
            world.wait(Duration.ofSeconds(1));
            cancellations().forEach(world::report);

            // then
            assertThat(names(0, 700)).allSatisfy(event -> {
                assertThat(entry(event).state()).isEqualTo(DeliveryState.CANCELLED);
                assertThat(entry(event).reason()).contains("deleted");
            });
            assertThat(world.deliveries()).isEmpty();
            nothingIsLeft();
        }

        @Test
        void shouldReleaseNothingThatWasDeliveredMeanwhile() {
            // given: the transaction that emitted e0 was aborted, and the pause is worked before the event this time
            var target = world.destination("d").target();
            pause();
            var event = World.event(ACME, "e0", "order.paid", "{}");
            world.publish(event);
            var origin = new RecordAt(world.topics().events().name(), 0, 0);
            var made = Delivery.first(event, origin, target);

            // when
            world.destinationAnswers(made, 200);
            resume();
            world.tick(1);

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.DELIVERED);
        }
    }

    @Nested
    class ChangingItsState {

        @Test
        void shouldPauseOnceAndBeResumedOnce() {
            // given
            world.destination("d");

            // when
            var paused = stored(pause());
            var again = stored(pause());
            var resumed = stored(resume());
            var resumedAgain = stored(resume());

            // then
            assertThat(paused.state()).isEqualTo(new SubscriptionState.Paused(World.START));
            assertThat(again).isEqualTo(paused);
            assertThat(resumed.state()).isEqualTo(new SubscriptionState.Active());
            assertThat(resumed.version()).isEqualTo(paused.version() + 1);
            assertThat(resumedAgain).isEqualTo(resumed);
        }

        @Test
        void shouldStayPausedWhenItIsEnabled() {
            // given
            world.destination("d");
            var paused = stored(pause());

            // when
            var enabled = stored(world.command(new Command.EnableDestination(ACME, D)));

            // then
            assertThat(enabled).isEqualTo(paused);
        }

        @Test
        void shouldNotBePausedOrResumedWhileItIsDisabled() {
            // given
            world.destination("d");
            world.command(new Command.DisableDestination(ACME, D));

            // when
            var paused = pause();
            var resumed = resume();

            // then
            assertThat(List.of(paused, resumed)).containsOnly(new Answer.Rejected(Rejection.DESTINATION_DISABLED));
        }
    }

    @Nested
    class Ordering {

        @Test
        void shouldEmitTheNextWhenThePreviousWasDelivered() {
            // given
            world.ordered("d");
            publish(0, 3);

            // when
            var first = world.delivery();
            var why = entry("e1").reason();
            world.destinationAnswers(first, 200);
            var second = world.delivery();
            world.destinationAnswers(second, 200);
            var third = world.delivery();
            world.destinationAnswers(third, 200);

            // then
            assertThat(List.of(first, second, third))
                    .extracting(delivery -> delivery.event().id().value())
                    .containsExactly("e0", "e1", "e2");
            assertThat(why).contains("order");
            nothingIsLeft();
        }

        @Test
        void shouldTellTheDispatcherThatTheNextOneWaits() {
            // given
            world.ordered("d");
            world.destination("other");

            // when
            publish(0, 1);

            // then
            assertThat(world.records(world.topics().deliveries()))
                    .extracting(record -> record.headers().lastHeader(HeaderNames.AWAITED) != null)
                    .containsExactly(true, false);
        }

        @Test
        void shouldWaitForAllRetriesAndGoOnAfterADeadOne() {
            // given
            world.ordered("d");
            publish(0, 2);
            var tried = new ArrayList<Delivery>();

            // when
            for (var attempt = 1; attempt <= 5; attempt++) {
                var delivery = world.delivery();
                tried.add(delivery);
                world.destinationAnswers(delivery, 503);
                world.wait(Duration.ofMinutes(1));
            }

            // then
            assertThat(tried)
                    .allSatisfy(delivery ->
                            assertThat(delivery.event().id().value()).isEqualTo("e0"));
            assertThat(entry("e0").state()).isEqualTo(DeliveryState.DEAD);
            assertThat(events()).containsExactly("e1");
        }

        @Test
        void shouldKeepItsTurnWhenTheDispatcherSendsItAway() {
            // given
            world.ordered("d");
            publish(0, 2);

            // when
            world.defer(world.delivery());

            // then
            var again = world.delivery();
            assertThat(again.event().id().value()).isEqualTo("e0");
            assertThat(again.pass()).isEqualTo(1);
        }

        @Test
        void shouldGoOnAfterACancellation() {
            // given
            world.ordered("d");
            publish(0, 2);
            var first = world.delivery();

            // when
            world.report(new Report.Cancellation(first.ref(), 1, CancelReason.DISABLED, world.now()));

            // then
            assertThat(events()).containsExactly("e1");
        }

        @Test
        void shouldKeepTheOrderAcrossAPause() {
            // given: e0 waits for its retry
            world.ordered("d");
            publish(0, 2);
            world.destinationAnswers(world.delivery(), 503);
            pause();
            world.wait(Duration.ofSeconds(1));
            publish(2, 3);
            assertThat(world.deliveries()).isEmpty();

            // when
            resume();
            world.tick(1);
            var first = world.delivery();
            world.destinationAnswers(first, 200);
            var second = world.delivery();
            world.destinationAnswers(second, 200);

            // then
            assertThat(first.event().id().value()).isEqualTo("e0");
            assertThat(first.attempt()).isEqualTo(2);
            assertThat(second.event().id().value()).isEqualTo("e1");
            assertThat(events()).containsExactly("e2");
        }

        @Test
        void shouldEmitNothingWhileItIsPausedAndTheFirstOneEnds() {
            // given
            world.ordered("d");
            publish(0, 2);
            var first = world.delivery();
            pause();

            // when
            world.destinationAnswers(first, 200);

            // then
            assertThat(world.deliveries()).isEmpty();

            // when
            resume();
            world.tick(1);

            // then
            assertThat(events()).containsExactly("e1");
        }

        @Test
        void shouldReleaseAllWhenItNeedNotBeOrderedAnyMore() {
            // given
            world.ordered("d");
            publish(0, 3);
            var first = world.delivery();

            // when
            world.order("d", false);
            world.tick(1);
            world.defer(first);

            // then
            assertThat(events()).containsExactly("e1", "e2", "e0");
            nothingIsLeft();
        }

        @Test
        void shouldTakeWhatWasOnItsWayWhenItBecomesOrdered() {
            // given
            world.destination("d");
            publish(0, 3);
            var onTheirWay = world.deliveries();

            // when: the dispatcher sends back what has an old version, the last one first
            world.order("d", true);
            world.publish("e3");
            var early = world.delivery();
            onTheirWay.reversed().forEach(world::defer);
            var order = new ArrayList<String>();
            for (var next = early; order.size() < 3; next = world.delivery()) {
                order.add(next.event().id().value());
                world.destinationAnswers(next, 200);
            }

            // then
            assertThat(order).containsExactly("e3", "e0", "e1");
            assertThat(entry("e2").state()).isEqualTo(DeliveryState.IN_FLIGHT);
        }

        @Test
        void shouldLetAttemptsByHandPassAndDropWhatTheyDelivered() {
            // given
            world.ordered("d");
            publish(0, 3);
            var first = world.delivery();

            // when
            retry("e1");
            world.destinationAnswers(world.delivery(), 200);
            var afterByHand = world.deliveries();
            world.destinationAnswers(first, 200);

            // then
            assertThat(afterByHand).isEmpty();
            assertThat(events()).containsExactly("e2");
        }

        @Test
        void shouldGoOnWhenTheFirstIsDeliveredByHand() {
            // given
            world.ordered("d");
            publish(0, 2);
            world.destinationAnswers(world.delivery(), 503);

            // when
            retry("e0");
            world.destinationAnswers(world.delivery(), 200);

            // then
            assertThat(events()).containsExactly("e1");
        }

        @Test
        void shouldKeepItsTurnWhenItIsDisabledForAWhile() {
            // given
            world.ordered("d");
            publish(0, 2);
            world.destinationAnswers(world.delivery(), 503);

            // when
            world.command(new Command.DisableDestination(ACME, D));
            world.tick(1);
            world.command(new Command.EnableDestination(ACME, D));
            publish(2, 3);

            // then
            assertThat(cancellations()).hasSize(1);
            assertThat(world.deliveries()).isEmpty();

            // when
            world.wait(Duration.ofSeconds(1));
            var first = world.delivery();
            world.destinationAnswers(first, 200);

            // then
            assertThat(first.event().id().value()).isEqualTo("e0");
            assertThat(events()).containsExactly("e2");
        }

        @Test
        void shouldPassOverAnyNumberOfThoseThatAreOverASliceAtATime() {
            // given: all but the last were delivered by hand meanwhile
            world.ordered("d");
            publish(0, 700);
            var first = world.delivery();
            IntStream.range(1, 699).forEach(n -> {
                retry("e" + n);
                world.destinationAnswers(world.delivery(), 200);
            });

            // when
            world.destinationAnswers(first, 200);
            var atOnce = world.deliveries();
            world.tick(1);

            // then
            assertThat(atOnce).isEmpty();
            assertThat(events()).containsExactly("e699");
        }
    }

    private Answer pause() {
        return world.command(new Command.PauseDestination(ACME, D));
    }

    private Answer resume() {
        return world.command(new Command.ResumeDestination(ACME, D));
    }

    private void retry(String event) {
        assertThat(world.command(new Command.RetryDelivery(ACME, new EventId(event), D)))
                .isEqualTo(new Answer.Done());
    }

    private static Subscription stored(Answer answer) {
        return ((Answer.SubscriptionStored) answer).subscription();
    }

    private void publish(int from, int to) {
        names(from, to).forEach(world::publish);
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "e" + n).toList();
    }

    /** The events of what was emitted since the last look. */
    private List<String> events() {
        return world.deliveries().stream()
                .map(delivery -> delivery.event().id().value())
                .toList();
    }

    private List<Report.Cancellation> cancellations() {
        return world.cancellations().stream()
                .map(Report.Cancellation.class::cast)
                .toList();
    }

    private DeliveryEntry entry(String event) {
        return world.<DeliveryEntry>store(Stores.DELIVERIES)
                .get(Keys.of(ACME, DeliveryId.of(ACME, new EventId(event), D)));
    }

    private void nothingIsLeft() {
        try (var held = world.<HeldDelivery>store(Stores.HELD).all();
                var queues = world.<HeldQueue>store(Stores.QUEUES).all();
                var busy = world.store(Stores.BUSY_QUEUES).all()) {
            assertThat(held.hasNext()).isFalse();
            assertThat(queues.hasNext()).isFalse();
            assertThat(busy.hasNext()).isFalse();
        }
    }
}
