package io.spillway.stream.erase;

import static io.spillway.stream.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Erasure;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Rejection;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.Sealed;
import io.spillway.domain.Selection;
import io.spillway.domain.Subscription;
import io.spillway.domain.Waiting;
import io.spillway.domain.Work;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import io.spillway.stream.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is forgotten because somebody asks for it. */
class EraseTest {

    private static final List<String> ABOUT_EVENTS = List.of(
            Stores.EVENTS,
            Stores.EVENTS_BY_TIME,
            Stores.DELIVERIES,
            Stores.ATTEMPTS_BY_TIME,
            Stores.DEAD_LETTERS_BY_TIME);

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
    class OneEvent {

        @Test
        void shouldForgetItAndNothingElse() {
            // given
            world.destination("d");
            for (var event : List.of("kept", "erased")) {
                world.publish(event);
                world.destinationAnswers(world.delivery(), 200);
            }

            // when
            erase(Optional.of("erased"));

            // then
            assertThat(known("erased")).isFalse();
            assertThat(known("kept")).isTrue();
            assertThat(rows(Stores.DELIVERIES)).isEqualTo(1);
            assertThat(rows(Stores.ATTEMPTS_BY_TIME)).isEqualTo(1);
            assertThat(rows(Stores.EVENTS_BY_TIME)).isEqualTo(1);
            assertThat(world.read(world.topics().erasures()))
                    .containsExactly(new Erasure(ACME, new Erasure.OneEvent(new EventId("erased")), job().createdAt()));
            world.tick(1);
            assertThat(job().state()).isEqualTo(Job.State.DONE);
        }

        @Test
        void shouldForgetAlsoReplaysThatItsRowHasNoRoomFor() {
            // given
            var to = world.destination("d").id();
            world.publish("e");
            var all = new Selection(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
            IntStream.range(0, 120).forEach(n -> {
                var replay = new Work.Replay(all, Optional.of(to), Optional.empty());
                world.command(new Command.StartJob(Job.ordered(new JobId("replay" + n), ACME, replay, Instant.EPOCH)));
            });
            world.tick(5);
            assertThat(rows(Stores.DELIVERIES)).isEqualTo(121);

            // when
            erase(Optional.of("e"));

            // then
            assertThat(rows(Stores.DELIVERIES)).isZero();
        }

        @Test
        void shouldNotTakeItForNewWhenItIsSentAgain() {
            // given
            world.destination("d");
            world.publish("e");
            world.deliveries();
            erase(Optional.of("e"));

            // when
            var answer = world.publish("e");

            // then
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Routed.class,
                            routed -> assertThat(routed.duplicate()).isTrue());
            assertThat(known("e")).isFalse();
            assertThat(world.deliveries()).isEmpty();
        }

        @Test
        void shouldNotTryAgainWhatWaits() {
            // given
            world.destination("d");
            world.publish("e");
            world.destinationAnswers(world.delivery(), 503);
            var waiting = (Waiting.Scheduled) world.tier(1).getFirst();
            erase(Optional.of("e"));

            // when
            world.due(waiting);

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(world.cancellations()).isEmpty();
            assertThat(rows(Stores.DELIVERIES)).isZero();
        }

        @Test
        void shouldForgetAnOutcomeThatComesLate() {
            // given
            world.destination("d");
            world.publish("e");
            var underWay = world.delivery();
            erase(Optional.of("e"));

            // when
            world.destinationAnswers(underWay, 503);

            // then
            assertThat(ABOUT_EVENTS).allMatch(store -> rows(store) == 0);
            assertThat(world.tier(1)).isEmpty();
        }

        @Test
        void shouldLetTheNextOneOfAnOrderedDestinationGo() {
            // given
            world.ordered("d");
            world.publish("first");
            world.destinationAnswers(world.delivery(), 503);
            var waiting = (Waiting.Scheduled) world.tier(1).getFirst();
            world.publish("second");
            assertThat(world.deliveries()).isEmpty();
            erase(Optional.of("first"));

            // when
            world.due(waiting);

            // then
            assertThat(world.deliveries())
                    .extracting(delivery -> delivery.event().id().value())
                    .containsExactly("second");
        }

        @Test
        void shouldForgetADeadLetter() {
            // given
            world.destination("d");
            world.publish("e");
            for (var delivery = Optional.of(world.delivery()); delivery.isPresent(); delivery = next()) {
                world.destinationAnswers(delivery.get(), 410);
            }

            // when
            erase(Optional.of("e"));

            // then
            assertThat(ABOUT_EVENTS).allMatch(store -> rows(store) == 0);
        }

        private Optional<Delivery> next() {
            return world.deliveries().stream().findFirst();
        }
    }

    @Nested
    class ATenant {

        @Test
        void shouldForgetEverything() {
            // given
            world.destination("d");
            IntStream.range(0, 1_200).forEach(n -> world.publish("e" + n));
            world.deliveries().forEach(delivery -> world.destinationAnswers(delivery, 200));

            // when
            erase(Optional.empty());
            assertThat(rows(Stores.TENANTS)).isZero();
            world.tick(10);

            // then
            assertThat(ABOUT_EVENTS).allMatch(store -> rows(store) == 0);
            assertThat(job().state()).isEqualTo(Job.State.DONE);
            assertThat(job().progress().done()).isEqualTo(1_200);
            assertThat(destination().settings()).isEqualTo(Sealed.NOTHING);
            assertThat(destination().topics()).isEmpty();
            assertThat(destination().metadata()).isEqualTo(Map.of());
            assertThat(world.read(world.topics().subscriptions()).getLast()).isEqualTo(destination());
            assertThat(world.read(world.topics().erasures()))
                    .containsExactly(new Erasure(ACME, new Erasure.Everything(), job().createdAt()));
        }

        @Test
        void shouldRefuseANewOneUntilItIsDone() {
            // given
            world.destination("d");
            world.publish("e");
            erase(Optional.empty());

            // when
            var refused = world.command(new Command.PutTenant(ACME, Map.of(), new RetentionChange.AsBefore()));
            world.tick(3);
            world.tenant(ACME);
            world.destination("d");
            world.deliveries();
            var routed = world.publish("e");

            // then
            assertThat(refused).isEqualTo(new Answer.Rejected(Rejection.TENANT_BEING_ERASED));
            assertThat(routed)
                    .isInstanceOfSatisfying(
                            Answer.Routed.class,
                            answer -> assertThat(answer.duplicate()).isFalse());
            assertThat(world.delivery().target().incarnation()).isEqualTo(2);
        }

        @Test
        void shouldForgetAlsoWhatOutlivedItsDeletion() {
            // given
            world.destination("d");
            world.publish("e");
            world.command(new Command.DeleteTenant(ACME));

            // when
            erase(Optional.empty());
            world.tick(3);

            // then
            assertThat(ABOUT_EVENTS).allMatch(store -> rows(store) == 0);
        }
    }

    private void erase(Optional<String> event) {
        var work = new Work.Erase(event.map(EventId::new));
        assertThat(world.command(new Command.StartJob(Job.ordered(new JobId("job"), ACME, work, Instant.EPOCH))))
                .isInstanceOf(Answer.JobStored.class);
    }

    private Job job() {
        return world.<Job>store(Stores.JOBS).get(Keys.of(ACME, new JobId("job")));
    }

    private Subscription destination() {
        return world.<Subscription>store(Stores.SUBSCRIPTIONS).get(Keys.of(ACME, new DestinationId("d")));
    }

    private boolean known(String event) {
        var entry = world.<EventEntry>store(Stores.EVENTS).get(Keys.of(ACME, new EventId(event)));
        var delivery = DeliveryId.of(ACME, new EventId(event), new DestinationId("d"));
        return entry != null || world.<DeliveryEntry>store(Stores.DELIVERIES).get(Keys.of(ACME, delivery)) != null;
    }

    private int rows(String store) {
        var count = 0;
        try (var all = world.store(store).all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }
}
