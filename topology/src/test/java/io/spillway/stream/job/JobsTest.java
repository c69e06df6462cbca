package io.spillway.stream.job;

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
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Outcome;
import io.spillway.domain.Rejection;
import io.spillway.domain.Replayed;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Selection;
import io.spillway.domain.Work;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import io.spillway.stream.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is done to many deliveries, slice by slice. */
class JobsTest {

    private static final Selection ALL = selection(Set.of(), Set.of());

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
    class Cancelling {

        @Test
        void shouldCancelWhatHasNotEndedAndReportIt() {
            // given
            world.destination("d");
            world.publish("delivered");
            world.destinationAnswers(world.delivery(), 200);
            world.publish("scheduled");
            world.destinationAnswers(world.delivery(), 503);
            world.publish("in-flight");

            // when
            start(new Work.Cancel(ALL));
            world.tick(1);

            // then
            assertThat(entry("delivered").state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(entry("scheduled").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("in-flight").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("in-flight").reason()).contains("requested");
            assertThat(job().state()).isEqualTo(Job.State.DONE);
            assertThat(job().progress().done()).isEqualTo(2);
            assertThat(world.cancellations())
                    .containsExactlyInAnyOrder(
                            new Report.Cancellation(entry("scheduled").ref(), 2, CancelReason.REQUESTED, World.START),
                            new Report.Cancellation(entry("in-flight").ref(), 1, CancelReason.REQUESTED, World.START));
        }

        @Test
        void shouldTakeOnlyWhatIsSelected() {
            // given
            world.destination("d");
            world.destination("e");
            world.publish("one");
            var scheduled =
                    world.deliveries().stream().filter(one -> isFor(one, "d")).toList();
            world.destinationAnswers(scheduled.getFirst(), 503);

            // when
            start(new Work.Cancel(selection(Set.of(DeliveryState.SCHEDULED), Set.of())));
            world.tick(1);

            // then
            assertThat(entry("one", "d").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("one", "e").state()).isEqualTo(DeliveryState.IN_FLIGHT);
        }

        @Test
        void shouldCancelNothingThatHasEndedWhoeverAsks() {
            // given
            world.destination("d");
            deliver("one");

            // when
            start(new Work.Cancel(selection(Set.of(DeliveryState.DELIVERED), Set.of())));
            world.tick(1);

            // then
            assertThat(entry("one").state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(job().progress().done()).isZero();
        }

        @Test
        void shouldNotTryAgainWhatFailsMeanwhile() {
            // given
            world.destination("d");
            world.publish("one");
            var delivery = world.delivery();
            start(new Work.Cancel(ALL));
            world.tick(1);

            // when
            world.destinationAnswers(delivery, 503);

            // then
            assertThat(entry("one").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("one").attempts()).hasSize(1);
            assertThat(world.tier(1)).isEmpty();
        }

        @Test
        void shouldKnowWhatWasDeliveredAllTheSame() {
            // given
            world.destination("d");
            world.publish("one");
            var delivery = world.delivery();
            start(new Work.Cancel(ALL));
            world.tick(1);

            // when
            world.destinationAnswers(delivery, 200);

            // then
            assertThat(entry("one").state()).isEqualTo(DeliveryState.DELIVERED);
        }

        @Test
        void shouldNotReleaseWhatWasHeld() {
            // given
            world.destination("d");
            world.command(new Command.PauseDestination(ACME, new DestinationId("d")));
            world.publish("one");
            start(new Work.Cancel(ALL));
            world.tick(1);

            // when
            world.command(new Command.ResumeDestination(ACME, new DestinationId("d")));
            world.tick(2);

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry("one").state()).isEqualTo(DeliveryState.CANCELLED);
        }

        @Test
        void shouldLeaveAloneWhatCameLater() {
            // given
            world.destination("d");
            world.publish("before");
            world.wait(Duration.ofMillis(5));
            start(new Work.Cancel(ALL));
            world.wait(Duration.ofMillis(5));
            world.publish("after");

            // when
            world.tick(1);

            // then
            assertThat(entry("before").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("after").state()).isEqualTo(DeliveryState.IN_FLIGHT);
        }
    }

    @Nested
    class DeadLetters {

        @Test
        void shouldBeListedWhileTheyAreDead() {
            // given
            world.destination("d");

            // when
            die("one");

            // then
            assertThat(listed()).containsExactly(entry("one").ref().id().value());

            // when
            world.command(new Command.RedriveDeadLetter(ACME, id("one", "d")));

            // then
            assertThat(listed()).isEmpty();
            var again = world.delivery();
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.manual()).isTrue();

            // when
            world.destinationAnswers(again, 503);

            // then
            assertThat(listed()).hasSize(1);
            assertThat(entry("one").state()).isEqualTo(DeliveryState.DEAD);
        }

        @Test
        void shouldEndAsCancelledWhereTheyAreDiscarded() {
            // given
            world.destination("d");
            die("one");

            // when
            world.command(new Command.DiscardDeadLetter(ACME, id("one", "d")));

            // then
            assertThat(listed()).isEmpty();
            assertThat(entry("one").state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry("one").reason()).contains("discarded");
            assertThat(world.cancellations()).hasSize(1);
            assertThat(world.command(new Command.DiscardDeadLetter(ACME, id("one", "d"))))
                    .isEqualTo(new Answer.Rejected(Rejection.DEAD_LETTER_NOT_FOUND));
        }

        @Test
        void shouldBeTriedTogetherWhereTheirDestinationDelivers() {
            // given
            world.destination("d");
            world.destination("e");
            for (var i = 0; i < 3; i++) {
                die("e" + i);
            }
            world.command(new Command.PauseDestination(ACME, new DestinationId("e")));

            // when
            start(new Work.Redrive(ALL, Optional.empty()));
            world.tick(1);

            // then
            assertThat(world.deliveries())
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(isFor(one, "d")).isTrue());
            assertThat(listed()).hasSize(3);
            assertThat(job().progress().done()).isEqualTo(6);
        }

        @Test
        void shouldBeDiscardedTogether() {
            // given
            world.destination("d");
            for (var i = 0; i < 600; i++) {
                die("e" + i);
            }

            // when
            start(new Work.Discard(ALL));
            world.tick(1);

            // then
            assertThat(listed()).hasSize(100);
            assertThat(job().state()).isEqualTo(Job.State.RUNNING);

            // when
            world.tick(2);

            // then
            assertThat(listed()).isEmpty();
            assertThat(job().state()).isEqualTo(Job.State.DONE);
            assertThat(job().progress().total()).contains(600L);
        }
    }

    @Nested
    class Replaying {

        @Test
        void shouldBeANewDeliveryThatNamesItsOrigin() {
            // given
            world.destination("d");
            deliver("one");

            // when
            start(replay(ALL));
            world.tick(2);

            // then
            var again = world.delivery();
            assertThat(again.id()).isNotEqualTo(id("one", "d"));
            assertThat(again.replay()).contains(new Replayed(new JobId("job"), Optional.of(id("one", "d"))));
            assertThat(again.attempt()).isEqualTo(1);
            assertThat(again.event().data()).isInstanceOf(Data.Stored.class);
            assertThat(job().tally()).isEqualTo(new Job.Tally(1, 0, 0));

            // when
            world.destinationAnswers(again, 503);

            // then
            var retry = world.tier(1);
            assertThat(retry).hasSize(1);
            world.due(retry.getFirst());
            var second = world.delivery();
            assertThat(second.replay()).isEqualTo(again.replay());

            // when
            world.destinationAnswers(second, 200);

            // then
            assertThat(job().tally()).isEqualTo(new Job.Tally(1, 1, 0));
            assertThat(entry("one").state()).isEqualTo(DeliveryState.DELIVERED);
        }

        @Test
        void shouldGoOnWhereItPaused() {
            // given
            world.destination("d");
            for (var i = 0; i < 700; i++) {
                deliver("e" + i);
            }
            start(replay(ALL));
            world.tick(2);
            var emitted = new ArrayList<>(world.deliveries());
            assertThat(emitted).hasSize(500);
            assertThat(job().progress().total()).contains(700L);

            // when
            steer(Job.Steer.PAUSE);
            world.tick(3);

            // then
            assertThat(world.deliveries()).isEmpty();

            // when
            steer(Job.Steer.RESUME);
            world.tick(3);

            // then
            emitted.addAll(world.deliveries());
            assertThat(emitted).hasSize(700);
            assertThat(emitted.stream().map(Delivery::id).distinct()).hasSize(700);
            assertThat(job().state()).isEqualTo(Job.State.DONE);
            assertThat(job().tally().emitted()).isEqualTo(700);
        }

        @Test
        void shouldEmitNoMoreOnceItIsCancelled() {
            // given
            world.destination("d");
            for (var i = 0; i < 600; i++) {
                deliver("e" + i);
            }
            start(replay(ALL));
            world.tick(2);

            // when
            steer(Job.Steer.CANCEL);
            world.tick(2);

            // then
            assertThat(world.deliveries()).hasSize(500);
            assertThat(job().state()).isEqualTo(Job.State.CANCELLED);
            assertThat(steer(Job.Steer.RESUME)).isEqualTo(new Answer.Rejected(Rejection.JOB_ENDED));
        }

        @Test
        void shouldKeepItsRate() {
            // given
            world.destination("d");
            for (var i = 0; i < 30; i++) {
                deliver("e" + i);
            }
            start(new Work.Replay(ALL, Optional.empty(), Optional.of(5.0)));
            world.tick(1);

            // when
            world.tick(20);

            // then
            assertThat(world.deliveries()).hasSizeBetween(9, 11);
        }

        @Test
        void shouldGoToAnotherDestinationAsFarAsItWantsTheTopics() {
            // given
            world.destination(ACME, "d", "order.*", Optional.empty());
            deliver("one");
            world.publish(World.event(ACME, "nobody's", "bill.sent", "{}"));
            world.destination(ACME, "new", "bill.*", Optional.empty());
            world.destination(ACME, "all", "*", Optional.empty());

            // when
            start("to-new", new Work.Replay(ALL, Optional.of(new DestinationId("new")), Optional.empty()));
            world.tick(2);

            // then
            var bill = world.delivery();
            assertThat(bill.event().id().value()).isEqualTo("nobody's");
            assertThat(bill.replay().orElseThrow().delivery()).isEmpty();

            // when
            start("to-all", new Work.Replay(ALL, Optional.of(new DestinationId("all")), Optional.empty()));
            world.tick(2);

            // then
            assertThat(world.deliveries())
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(isFor(one, "all")).isTrue());
        }

        @Test
        void shouldSendAnEventOnceToWhereverItGoes() {
            // given
            world.destination("d");
            world.destination("e");
            deliver("one");
            world.destination("new");
            var delivered = selection(Set.of(DeliveryState.DELIVERED), Set.of());

            // when
            start(new Work.Replay(delivered, Optional.of(new DestinationId("new")), Optional.empty()));
            world.tick(2);

            // then
            assertThat(world.deliveries()).hasSize(1);
            assertThat(job().progress().total()).contains(1L);
        }

        @Test
        void shouldReplayWhatADisabledDestinationMissed() {
            // given
            world.destination("d");
            world.command(new Command.DisableDestination(ACME, new DestinationId("d")));
            world.publish("missed");
            world.command(new Command.EnableDestination(ACME, new DestinationId("d")));

            // when
            start(replay(selection(Set.of(DeliveryState.SKIPPED), Set.of())));
            world.tick(2);

            // then
            assertThat(world.delivery().event().id().value()).isEqualTo("missed");
        }

        @Test
        void shouldBeHeldWhereItsDestinationIsPaused() {
            // given
            world.destination("d");
            deliver("one");
            world.command(new Command.PauseDestination(ACME, new DestinationId("d")));

            // when
            start(replay(ALL));
            world.tick(2);

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(job().tally().emitted()).isEqualTo(1);

            // when
            world.command(new Command.ResumeDestination(ACME, new DestinationId("d")));
            world.tick(1);

            // then
            assertThat(world.delivery().replay()).isPresent();
        }

        @Test
        void shouldBeRefusedWithoutItsDestination() {
            assertThat(start(new Work.Replay(ALL, Optional.of(new DestinationId("none")), Optional.empty())))
                    .isEqualTo(new Answer.Rejected(Rejection.DESTINATION_NOT_FOUND));
        }

        @Test
        void shouldFailOnceItsDestinationIsDisabled() {
            // given
            world.destination("d");
            deliver("one");
            start(new Work.Replay(ALL, Optional.of(new DestinationId("d")), Optional.empty()));

            // when
            world.command(new Command.DisableDestination(ACME, new DestinationId("d")));
            world.tick(1);

            // then
            assertThat(job().state()).isEqualTo(Job.State.FAILED);
            assertThat(job().progress().error()).isPresent();
        }

        @Test
        void shouldCountADeliveryWhoseReportIsHereFirst() {
            // given: the transaction that emitted it was aborted after the dispatcher had called
            world.destination("d");
            var first = deliver("one");
            start(replay(ALL));
            var replayed = Delivery.again(
                    first.event(),
                    first.origin(),
                    first.target(),
                    new Replayed(new JobId("job"), Optional.of(first.id())));
            world.report(world.attempt(replayed, new Outcome.Delivered(new Response("200", "{}"))));

            // when
            world.tick(2);

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(job().tally()).isEqualTo(new Job.Tally(1, 1, 0));
        }

        @Test
        void shouldBeTheSameBytesHoweverOftenItIsDone() {
            // given
            try (var other = new World()) {
                other.tenant(ACME);
                other.destination("d");
                world.destination("d");
                for (var one : List.of(world, other)) {
                    for (var i = 0; i < 20; i++) {
                        one.publish("e" + i);
                    }
                    one.deliveries().forEach(delivery -> one.destinationAnswers(delivery, 200));
                    one.command(new Command.StartJob(ordered("job", replay(ALL))));
                }

                // when
                world.tick(2);
                other.tick(7);

                // then
                var topic = world.topics().deliveries();
                var records = world.records(topic);
                assertThat(records).hasSize(20);
                assertThat(records.stream().map(one -> one.value()).toList())
                        .usingRecursiveComparison()
                        .isEqualTo(other.records(topic).stream()
                                .map(one -> one.value())
                                .toList());
            }
        }

        private Work replay(Selection selection) {
            return new Work.Replay(selection, Optional.empty(), Optional.empty());
        }
    }

    private Answer start(Work work) {
        return start("job", work);
    }

    private Answer start(String id, Work work) {
        return world.command(new Command.StartJob(ordered(id, work)));
    }

    private static Job ordered(String id, Work work) {
        return Job.ordered(new JobId(id), ACME, work, Instant.EPOCH);
    }

    private Answer steer(Job.Steer steer) {
        return world.command(new Command.SteerJob(ACME, new JobId("job"), steer));
    }

    private Job job() {
        return world.<Job>store(Stores.JOBS).get(Keys.of(ACME, new JobId("job")));
    }

    /** Has everybody take an event; the first delivery of it. */
    private Delivery deliver(String id) {
        world.publish(id);
        var all = world.deliveries();
        all.forEach(delivery -> world.destinationAnswers(delivery, 200));
        return all.getFirst();
    }

    private void die(String id) {
        var event = World.event(ACME, id, "order.paid", "{}");
        world.publish(new Event(
                ACME,
                event.id(),
                event.topic(),
                event.time(),
                event.metadata(),
                false,
                Optional.empty(),
                event.data()));
        world.deliveries().forEach(delivery -> world.destinationAnswers(delivery, 503));
    }

    private List<String> listed() {
        var found = new ArrayList<String>();
        try (var all = world.<String>store(Stores.DEAD_LETTERS_BY_TIME).all()) {
            all.forEachRemaining(row -> found.add(Keys.idIn(row.key, ACME)));
        }
        return found;
    }

    private DeliveryEntry entry(String event) {
        return entry(event, "d");
    }

    private DeliveryEntry entry(String event, String destination) {
        return world.<DeliveryEntry>store(Stores.DELIVERIES).get(Keys.of(ACME, id(event, destination)));
    }

    private static DeliveryId id(String event, String destination) {
        return DeliveryId.of(ACME, new EventId(event), new DestinationId(destination));
    }

    private static boolean isFor(Delivery delivery, String destination) {
        return delivery.target().id().value().equals(destination);
    }

    private static Selection selection(Set<DeliveryState> states, Set<EventId> events) {
        return new Selection(events, Set.of(), Set.of(), states, Optional.empty(), Optional.empty());
    }
}
