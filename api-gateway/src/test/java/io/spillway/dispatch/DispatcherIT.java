package io.spillway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.Batching;
import io.spillway.domain.CallOptions;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Pace;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Target;
import io.spillway.domain.Waiting;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.member.Member;
import io.spillway.retry.Relay;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class DispatcherIT {

    private static final SubscriptionState ACTIVE = new SubscriptionState.Active();
    private static final SubscriptionState DISABLED = new SubscriptionState.Disabled(Instant.EPOCH);
    private static final SubscriptionState DELETED = new SubscriptionState.Deleted(Instant.EPOCH);

    private World world;

    @BeforeEach
    void start(TestKafka kafka) {
        world = new World(kafka);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Nested
    class Calling {

        @Test
        void shouldCallEachOnceAndReportIt() {
            // given
            var deliveries = IntStream.range(0, 300)
                    .mapToObj(i -> world.delivery(i, "d" + i % 7))
                    .toList();
            world.dispatcher("n1");

            // when
            world.emit(deliveries);

            // then
            soon().until(() -> world.attempts().size() == 300);
            assertThat(bodies()).hasSize(300).doesNotHaveDuplicates();
            assertThat(world.attempts())
                    .allMatch(Report.Attempt::succeeded)
                    .allMatch(attempt -> attempt.retry().isEmpty())
                    .extracting(Report.Attempt::id)
                    .doesNotHaveDuplicates();
            soon().until(() -> lag() == 0);
        }

        @Test
        void shouldReportAFailureWithTheDeliveryForItsRetry() {
            // given
            world.receiver.behave("/bad", 500, Duration.ZERO);
            var delivery = world.delivery(1, "bad");
            world.dispatcher("n1");

            // when
            world.emit(delivery);

            // then
            soon().until(() -> world.attempts().size() == 1);
            var attempt = world.attempts().getFirst();
            assertThat(attempt.outcome()).isInstanceOf(Outcome.Failed.class);
            assertThat(attempt.outcome().code()).isEqualTo("500");
            assertThat(attempt.retry()).contains(delivery);
        }

        @Test
        void shouldReportWhatNoTypeOfThisNodeCanDo() {
            // given
            var known = world.delivery(1, "d");
            var target = known.target();
            var unknown = known.to(
                    new Target(target.id(), target.incarnation(), target.version(), "pigeon", target.settings()));
            world.dispatcher("n1");

            // when
            world.emit(unknown);

            // then
            soon().until(() -> world.attempts().size() == 1);
            assertThat(world.attempts().getFirst().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(Failure.PROVIDER));
        }

        @Test
        void shouldReadDataThatDidNotTravelAlong() {
            // given
            var delivery = world.delivery(1, "d");
            var events = world.kafka.topics().events();
            var written = world.kafka.put(events, World.ACME, delivery.event());
            var at = new RecordAt(written.topic(), written.partition(), written.offset());
            var gone = new RecordAt(written.topic(), written.partition(), written.offset() + 1_000);
            world.dispatcher("n1");

            // when
            world.emit(
                    delivery.with(new Data.Stored(at)), world.delivery(2, "d").with(new Data.Stored(gone)));

            // then
            soon().until(() -> world.attempts().size() == 2);
            assertThat(bodies()).containsExactly("{\"n\":1}");
            assertThat(world.attempts())
                    .filteredOn(attempt -> !attempt.succeeded())
                    .singleElement()
                    .satisfies(attempt -> {
                        assertThat(((Outcome.Failed) attempt.outcome()).failure())
                                .isEqualTo(Failure.EVENT_EXPIRED);
                        assertThat(attempt.retry()).isPresent();
                    });
        }

        @Test
        void shouldPutAsideWhatItCannotRead() {
            // given
            var topic = world.kafka.topics().deliveries().name();
            world.dispatcher("n1");

            // when
            world.kafka.putAll(List.of(
                    new ProducerRecord<byte[], byte[]>(topic, 0, "no key".getBytes(UTF_8), "no Avro".getBytes(UTF_8)),
                    new ProducerRecord<byte[], byte[]>(topic, 0, "acme\0d".getBytes(UTF_8), null)));
            world.emit(world.delivery(1, "d"));

            // then
            soon().until(() -> world.attempts().size() == 1);
            soon().until(() ->
                    world.kafka.read(world.kafka.topics().quarantine()).size() == 2);
            soon().until(() -> lag() == 0);
        }
    }

    @Nested
    class Restarting {

        @Test
        void shouldLoseNothingAndRepeatLittleAfterACrash() {
            // given
            world.receiver.behave("/d0", 200, Duration.ofMillis(20));
            world.receiver.behave("/d1", 200, Duration.ofMillis(100));
            var deliveries = IntStream.range(0, 3_000)
                    .mapToObj(i -> world.delivery(i, "d" + i % 5))
                    .toList();
            var limits = new Limits(16, 64, 64, 1_000_000, Duration.ofMinutes(5));
            var dispatcher = world.dispatcher("n1", limits);
            world.emit(deliveries);

            // when
            var repeatable = 0L;
            var least = Long.MAX_VALUE;
            var before = 0;
            for (var kill = 1; kill <= 3; kill++) {
                var enough = 600 * kill;
                soon().until(() -> world.receiver.calls().size() >= enough);
                dispatcher.abandon();
                var reported = reported();
                var calls = bodies();
                var unreported = calls.subList(before, calls.size()).stream()
                        .filter(body -> !reported.contains(body))
                        .count();
                repeatable += unreported + limits.pool().total();
                least = Math.min(least, unreported);
                before = calls.size();
                dispatcher = world.dispatcher("n1", limits);
            }

            // then
            soon().until(() -> Set.copyOf(bodies()).size() == 3_000);
            soon().until(() -> lag() == 0);
            assertThat(world.attempts())
                    .extracting(Report.Attempt::id)
                    .hasSize(3_000)
                    .doesNotHaveDuplicates();
            assertThat(bodies().size() - 3_000L)
                    .as("repeats: of what had ended and was not reported at a kill, or was in flight")
                    .isLessThanOrEqualTo(repeatable);
            assertThat(least)
                    .as("ended and not reported, where the machine did not pause before the kill")
                    .isLessThan(500);
        }

        private Set<String> reported() {
            return world.attempts().stream()
                    .map(attempt -> attempt.delivery().event().value().replaceFirst("e(\\d+)", "{\"n\":$1}"))
                    .collect(Collectors.toSet());
        }

        @Test
        void shouldRepeatNothingAfterAStop() {
            // given
            world.receiver.behave("/d0", 200, Duration.ofMillis(50));
            var deliveries = IntStream.range(0, 1_000)
                    .mapToObj(i -> world.delivery(i, "d" + i % 3))
                    .toList();
            var limits = new Limits(16, 64, 64, 1_000_000, Duration.ofMinutes(5));
            var dispatcher = world.dispatcher("n1", limits);
            world.emit(deliveries);

            // when
            for (var restart = 1; restart <= 3; restart++) {
                var enough = 200 * restart;
                soon().until(() -> world.receiver.calls().size() >= enough);
                dispatcher.close();
                dispatcher = world.dispatcher("n1", limits);
            }

            // then
            soon().until(() -> world.attempts().size() == 1_000);
            assertThat(bodies()).hasSize(1_000).doesNotHaveDuplicates();
        }

        @Test
        void shouldShareWithAnotherNodeAndRepeatNothing() {
            // given
            world.receiver.behave("/d0", 200, Duration.ofMillis(20));
            var deliveries = IntStream.range(0, 2_000)
                    .mapToObj(i -> world.delivery(i, "d" + i % 11))
                    .toList();
            var limits = new Limits(16, 64, 64, 1_000_000, Duration.ofMinutes(5));
            var first = world.dispatcher("n1", limits);
            world.emit(deliveries.subList(0, 1_000));
            soon().until(() -> world.receiver.calls().size() > 200);

            // when
            var second = world.dispatcher("n2", limits);
            world.emit(deliveries.subList(1_000, 2_000));
            soon().until(() -> second.progress().partitions() == 2);
            soon().until(() -> world.receiver.calls().size() > 1_200);
            first.close();

            // then
            soon().until(() -> world.attempts().size() == 2_000);
            soon().until(() -> second.progress().partitions() == 4);
            assertThat(bodies()).hasSize(2_000).doesNotHaveDuplicates();
            assertThat(second.progress().running()).isTrue();
        }
    }

    @Nested
    class Repeating {

        @Test
        void shouldNotCallAgainWhatAnAbortedTransactionWroteFirst() {
            // given
            var deliveries = IntStream.range(0, 200)
                    .mapToObj(i -> world.delivery(i, "d" + i % 3))
                    .toList();
            world.dispatcher("n1");
            try (var task = world.kafka.producer(
                    Map.of("transactional.id", world.kafka.deployment() + "-task", "transaction.timeout.ms", 50_000))) {
                task.initTransactions();
                task.beginTransaction();
                for (var delivery : deliveries) {
                    var unused = task.send(world.record(delivery));
                }
                task.flush();
                soon().until(() -> world.receiver.calls().size() == 200);
                task.abortTransaction();

                // when
                task.beginTransaction();
                for (var delivery : deliveries) {
                    var unused = task.send(world.record(delivery));
                }
                var unused = task.send(world.record(world.delivery(1_000, "d0")));
                task.commitTransaction();
            }

            // then
            soon().until(() -> bodies().contains("{\"n\":1000}"));
            soon().until(() -> lag() == 0);
            assertThat(bodies()).hasSize(201).doesNotHaveDuplicates();
            assertThat(world.attempts()).hasSize(201);
        }

        @Test
        void shouldRememberOverARestartWhatItFinished() {
            // given
            var deliveries = IntStream.range(0, 200)
                    .mapToObj(i -> world.delivery(i, "d" + i % 3))
                    .toList();
            var dispatcher = world.dispatcher("n1");
            world.emit(deliveries);
            soon().until(() -> world.attempts().size() == 200);
            dispatcher.close();

            // when
            world.dispatcher("n1");
            world.emit(deliveries);
            world.emit(deliveries.get(0).sentAway(), deliveries.get(1).next());

            // then
            soon().until(() -> world.attempts().size() == 202);
            soon().until(() -> lag() == 0);
            assertThat(bodies()).hasSize(202);
        }
    }

    @Nested
    class OfDestinationsThatChange {

        private static final Duration SOON_ENOUGH = Duration.ofSeconds(1);

        @Test
        void shouldCancelWhatIsDisabledDeletedOrOfAnotherIncarnation() {
            // given
            world.status("off", 1, 2, DISABLED);
            world.status("gone", 1, 2, DELETED);
            world.status("again", 2, 3, ACTIVE);
            world.dispatcher("n1");

            // when
            world.emit(
                    world.delivery(1, "off"),
                    world.delivery(2, "gone"),
                    world.delivery(3, "again"),
                    world.delivery(4, "again", 2, 3));

            // then
            soon().until(() -> world.reports().size() == 4);
            assertThat(world.reports())
                    .filteredOn(Report.Cancellation.class::isInstance)
                    .extracting(report -> ((Report.Cancellation) report).reason())
                    .containsExactlyInAnyOrder(CancelReason.DISABLED, CancelReason.DELETED, CancelReason.DELETED);
            assertThat(bodies()).containsExactly("{\"n\":4}");
        }

        @Test
        void shouldSendToBeJoinedAgainWhatIsOutdated() {
            // given
            world.status("d", 1, 2, ACTIVE);
            world.dispatcher("n1");
            var delivery = world.delivery(1, "d");

            // when
            world.emit(delivery);

            // then
            soon().until(() -> world.due().size() == 1);
            assertThat(world.due().getFirst().delivery()).isEqualTo(delivery.sentAway());
            assertThat(world.receiver.calls()).isEmpty();
        }

        @Test
        void shouldStartNoCallOnceItHasHeardOfADisable() {
            // given
            var limits = new Limits(2, 64, 64, 1_000, Duration.ofMinutes(5));
            world.dispatcher("n1", limits);

            // when: a pause of the machine makes the last call of one destination late, a defect those of all
            var least = Duration.ofDays(1);
            for (var round = 0; round < 5 && least.compareTo(SOON_ENOUGH) >= 0; round++) {
                var after = lastCallAfterItsDisable("d" + round, limits);
                least = after.compareTo(least) < 0 ? after : least;
            }

            // then
            assertThat(least).as("after the disable was acknowledged").isLessThan(SOON_ENOUGH);
        }

        private Duration lastCallAfterItsDisable(String path, Limits limits) {
            world.receiver.behave("/" + path, 200, Duration.ofMillis(100));
            world.emit(deliveries(900, path));
            soon().until(() -> calls(path).size() >= 10);

            world.status(path, 1, 2, DISABLED);
            var acknowledged = System.nanoTime();
            soon().until(() -> reports(path).stream().anyMatch(Report.Cancellation.class::isInstance));
            var heard = calls(path).size();

            soon().until(() -> reports(path).size() == 900);
            assertThat(calls(path)).hasSizeLessThanOrEqualTo(heard + limits.perDestination());
            assertThat(reports(path))
                    .filteredOn(Report.Cancellation.class::isInstance)
                    .hasSize(900 - calls(path).size());
            return Duration.ofNanos(calls(path).getLast().at() - acknowledged);
        }

        private List<Receiver.Call> calls(String path) {
            return world.receiver.calls("/" + path);
        }

        private List<Report> reports(String path) {
            return world.reports().stream()
                    .filter(report -> report.delivery()
                            .destination()
                            .equals(World.key(path).destination()))
                    .toList();
        }
    }

    @Nested
    class OfSlowDestinations {

        @Test
        void shouldNotHoldBackOthers() {
            // given
            world.receiver.behave("/hangs", 200, Duration.ofMinutes(10));
            world.dispatcher("n1", Limits.DEFAULT);
            world.emit(deliveries(1_000, "hangs"));
            soon().until(() -> world.receiver.calls("/hangs").size() == 64);

            // when
            world.emit(IntStream.range(1_000, 1_100)
                    .mapToObj(i -> world.delivery(i, "d" + i % 20))
                    .toList());

            // then
            soon().until(() ->
                    world.attempts().stream().filter(Report.Attempt::succeeded).count() == 100);
            soon().until(() -> world.deferred().size() == 1_000 - 64);
            assertThat(world.receiver.calls("/hangs")).hasSize(64);
            assertThat(world.deferred())
                    .allSatisfy(seen -> assertThat(((Waiting.Scheduled) seen.value())
                                    .delivery()
                                    .pass())
                            .isEqualTo(1));
        }

        @Test
        void shouldTakeABurstOfAHealthyOneWithoutSendingAnythingAway() {
            // given
            world.dispatcher("n1");

            // when
            world.emit(deliveries(500, "d"));

            // then
            soon().until(() -> world.attempts().size() == 500);
            assertThat(world.deferred()).isEmpty();
        }

        @Test
        void shouldDrainThemAtTheirPaceThroughTheTiers() {
            // given
            world.receiver.behave("/slow", 200, Duration.ofMillis(100));
            var limits = new Limits(4, 64, 64, 4, Duration.ofMillis(200));
            world.dispatcher("n1", limits);

            // when
            world.emit(deliveries(100, "slow"));

            // then
            assertThat(joinUntil(100)).isNotEmpty();
            assertThat(bodies()).hasSize(100).doesNotHaveDuplicates();
            assertThat(world.attempts()).allMatch(attempt -> attempt.number() == 1);
        }
    }

    @Nested
    class OfDestinationsWithAPolicy {

        /** Thirty intervals at 20 a second, but for what the first call may be slower to arrive than the last. */
        private static final Duration NO_FASTER = Duration.ofMillis(1_350);

        private static final Duration AS_FAST = Duration.ofSeconds(4);

        @Test
        void shouldCallAsFastAsTheRateHasItAndNoFaster() {
            // given
            world.policy("paced", new Pace(Optional.empty(), Optional.of(new Pace.Rate(20, 1)), Optional.empty()));
            world.dispatcher("n1");

            // when: a pause of the machine brings calls of one round closer to each other, or further apart
            var took = IntStream.range(0, 5)
                    .mapToObj(round -> tookForThirtyOne(31 * round))
                    .toList();

            // then
            assertThat(took).filteredOn(time -> time.compareTo(NO_FASTER) > 0).hasSizeGreaterThanOrEqualTo(3);
            assertThat(took).anyMatch(time -> time.compareTo(AS_FAST) < 0);
            assertThat(world.deferred()).isEmpty();
        }

        /** From the arrival of the first to that of the last. */
        private Duration tookForThirtyOne(int first) {
            world.emit(IntStream.range(first, first + 31)
                    .mapToObj(i -> world.delivery(i, "paced"))
                    .toList());
            soon().until(() -> world.attempts().size() == first + 31);
            var calls = world.receiver.calls();
            return Duration.ofNanos(calls.getLast().at() - calls.get(first).at());
        }

        @Test
        void shouldHoldItsConcurrency() {
            // given
            world.policy("single", new Pace(Optional.of(1), Optional.empty(), Optional.empty()));
            world.receiver.behave("/single", 200, Duration.ofMillis(50));
            world.dispatcher("n1");

            // when
            world.emit(deliveries(10, "single"));

            // then
            soon().until(() -> world.attempts().size() == 10);
            assertThat(bodies())
                    .containsExactlyElementsOf(IntStream.range(0, 10)
                            .mapToObj("{\"n\":%d}"::formatted)
                            .toList());
        }

        @Test
        void shouldGiveUpWhenItsTimeLimitIsOver() {
            // given
            world.receiver.behave("/hangs", 200, Duration.ofMinutes(10));
            var options = new CallOptions(Optional.of(Duration.ofMillis(300)), Optional.empty(), Optional.empty());
            var hurried = world.delivery(1, "hangs");
            var target = hurried.target();
            world.dispatcher("n1");

            // when
            world.emit(hurried.to(new Target(target.id(), 1, 1, target.type(), target.settings(), options, false)));

            // then
            soon().until(() -> world.attempts().size() == 1);
            var attempt = world.attempts().getFirst();
            assertThat(((Outcome.Failed) attempt.outcome()).failure()).isEqualTo(Failure.TIMEOUT);
            assertThat(attempt.duration()).isBetween(Duration.ofMillis(300), Duration.ofMinutes(1));
        }

        @Test
        void shouldSendAwayWhatItCannotTransformInTime() {
            // given
            var options = new CallOptions(Optional.of(Duration.ofMillis(5)), Optional.empty(), Optional.of("{}"));
            var hurried = world.delivery(1, "hurried");
            var target = hurried.target();
            world.dispatcher("n1");

            // when the first transformation, which starts a process, takes longer than that
            world.emit(hurried.to(new Target(target.id(), 1, 1, target.type(), target.settings(), options, false)));

            // then
            soon().until(() -> world.deferred().size() == 1);
            assertThat(world.deferred().getFirst().value())
                    .isInstanceOfSatisfying(
                            Waiting.Scheduled.class,
                            waiting -> assertThat(waiting.delivery().event().data())
                                    .as("the data as they were")
                                    .isEqualTo(hurried.event().data()));
            assertThat(world.reports()).isEmpty();
            assertThat(world.receiver.calls()).isEmpty();
        }

        @Test
        void shouldSpendNoAttemptsWhileTheBreakerIsOpen() {
            // given
            world.receiver.behave("/dead", 500, Duration.ZERO);
            var breaker = new Pace.Breaker(2, Duration.ofSeconds(20));
            world.policy("dead", new Pace(Optional.of(1), Optional.empty(), Optional.of(breaker)));
            // More patience than the probe takes, and less than the breaker is open for.
            world.dispatcher("n1", new Limits(64, 4_096, 1_024, 1_024, Duration.ofSeconds(8)));
            world.emit(deliveries(5, "dead"));
            soon().until(() -> world.deferred().size() == 3);
            assertThat(world.receiver.calls()).hasSize(2);

            // when
            world.receiver.behave("/dead", 200, Duration.ZERO);
            var joined = joinUntil(5);

            // then
            assertThat(joined).hasSize(3).allMatch(delivery -> delivery.attempt() == 1);
            assertThat(world.attempts()).filteredOn(Report.Attempt::succeeded).hasSize(3);
            var calls = world.receiver.calls();
            assertThat(Duration.ofNanos(calls.get(2).at() - calls.get(1).at())).isGreaterThanOrEqualTo(breaker.open());
        }

        @Test
        void shouldLeaveADestinationAloneForAsLongAsItAsks() {
            // given
            world.receiver.refuse("/busy", 429, Map.of("Retry-After", "3"));
            world.dispatcher("n1", Limits.DEFAULT);
            world.emit(world.delivery(100, "busy"));
            soon().until(() -> world.attempts().size() == 1);
            assertThat(world.attempts().getFirst().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.retryAfter()).contains(Duration.ofSeconds(3)));

            // when
            world.receiver.behave("/busy", 200, Duration.ZERO);
            world.emit(deliveries(5, "busy"));
            joinUntil(6);

            // then
            var calls = world.receiver.calls();
            assertThat(calls).hasSize(6);
            assertThat(Duration.ofNanos(calls.get(1).at() - calls.get(0).at()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(2_900));
        }
    }

    @Nested
    class OfDestinationsThatBatch {

        private final Batching four = new Batching(4, Duration.ofSeconds(15));

        @Test
        void shouldShareACallAndReportEach() {
            // given
            world.policy("batch", Pace.NONE, Optional.of(four));
            world.dispatcher("n1");
            var deliveries = batched(6, "batch");

            // when
            world.emit(deliveries);

            // then
            soon().until(() -> world.attempts().size() == 6);
            assertThat(bodies()).containsExactly("[{\"n\":0},{\"n\":1},{\"n\":2},{\"n\":3}]", "[{\"n\":4},{\"n\":5}]");
            var requests = world.attempts().stream()
                    .collect(Collectors.groupingBy(attempt -> attempt.request().orElseThrow(), Collectors.counting()));
            assertThat(requests.values()).containsExactlyInAnyOrder(4L, 2L);
            assertThat(world.attempts()).allMatch(Report.Attempt::succeeded);
            var call = world.receiver.calls().getFirst();
            assertThat(requests).containsKey(call.header("X-outpost-event-id"));
            assertThat(call.header("X-outpost-event-ids")).isEqualTo("e0,e1,e2,e3");
            soon().until(() -> lag() == 0);
        }

        @Test
        void shouldReportAFailureForEachWithTheDeliveryForItsRetry() {
            // given
            world.receiver.behave("/batch", 500, Duration.ZERO);
            world.policy("batch", Pace.NONE, Optional.of(four));
            world.dispatcher("n1");
            var deliveries = batched(4, "batch");

            // when
            world.emit(deliveries);

            // then
            soon().until(() -> world.attempts().size() == 4);
            assertThat(world.receiver.calls()).hasSize(1);
            assertThat(world.attempts())
                    .extracting(attempt -> attempt.retry().orElseThrow())
                    .containsExactlyElementsOf(deliveries);
        }

        @Test
        void shouldCallNoMoreAfterABadAnswer() {
            // given
            world.receiver.behave("/batch", 500, Duration.ZERO);
            world.policy("batch", Pace.NONE, Optional.of(new Batching(20, Duration.ofSeconds(20))));
            world.dispatcher("n1");

            // when twenty are one batch, and fifteen of their ids fill the header of a call
            world.emit(IntStream.range(0, 20)
                    .mapToObj(i -> renamed(world.batched(i, "batch"), "e".repeat(254) + (10 + i)))
                    .toList());

            // then
            soon().until(() -> world.attempts().size() == 15 && world.deferred().size() == 5);
            assertThat(world.receiver.calls()).hasSize(1);
        }

        private static Delivery renamed(Delivery delivery, String id) {
            var event = delivery.event();
            var other = new Event(
                    event.tenant(),
                    new EventId(id),
                    event.topic(),
                    event.time(),
                    event.metadata(),
                    event.eligibleForRetry(),
                    event.target(),
                    event.data());
            return Delivery.first(other, delivery.origin(), delivery.target());
        }

        @Test
        void shouldSendAnArrayBeforeItKnowsOfThePolicy() {
            // given
            world.dispatcher("n1");

            // when
            world.emit(world.batched(1, "early"));

            // then
            soon().until(() -> world.attempts().size() == 1);
            assertThat(bodies()).containsExactly("[{\"n\":1}]");
        }

        @Test
        void shouldNotCallWhatIsDisabledMeanwhile() {
            // given
            world.policy("batch", Pace.NONE, Optional.of(new Batching(100, Duration.ofSeconds(20))));
            world.dispatcher("n1");
            world.emit(batched(3, "batch"));
            world.emit(world.delivery(10, "other"));
            soon().until(() -> world.attempts().size() == 1);

            // when
            world.status("batch", 1, 2, DISABLED);

            // then
            soon().until(() -> world.reports().size() == 4);
            assertThat(world.receiver.calls("/batch")).isEmpty();
        }

        @Test
        void shouldHandOverWhatIsNotFullYet() {
            // given
            world.policy("batch", Pace.NONE, Optional.of(new Batching(100, Duration.ofSeconds(20))));
            var first = world.dispatcher("n1");
            world.emit(batched(3, "batch"));
            world.emit(world.delivery(10, "other"));
            soon().until(() -> world.attempts().size() == 1);

            // when
            first.close();
            world.dispatcher("n1");

            // then
            soon().until(() -> world.attempts().size() == 4);
            assertThat(world.receiver.calls("/batch"))
                    .extracting(Receiver.Call::body)
                    .containsExactly("[{\"n\":0},{\"n\":1},{\"n\":2}]");
        }

        private List<Delivery> batched(int count, String path) {
            return IntStream.range(0, count)
                    .mapToObj(i -> world.batched(i, path))
                    .toList();
        }
    }

    private List<Delivery> deliveries(int count, String path) {
        return IntStream.range(0, count).mapToObj(i -> world.delivery(i, path)).toList();
    }

    /** Plays the relay and the tenant task for what is sent away, until there are so many attempts; what was sent away. */
    private Set<Delivery> joinUntil(int attempts) {
        var member = new Member(world.kafka.deployment(), "n1", world.kafka.clients(), TestPatience.AMPLE);
        var joined = new HashSet<Delivery>();
        try (var relay = new Relay(world.kafka.topics(), world.clock, member, new SimpleMeterRegistry())) {
            relay.start();
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                world.due().stream()
                        .map(Waiting.Scheduled::delivery)
                        .filter(joined::add)
                        .forEach(world::emit);
                return world.attempts().size() == attempts;
            });
        }
        return joined;
    }

    private List<String> bodies() {
        return world.receiver.calls().stream().map(Receiver.Call::body).toList();
    }

    private long lag() {
        var group = new Member(world.kafka.deployment(), "any", Map.of(), TestPatience.AMPLE).group("dispatcher");
        try (var admin = Admin.create(world.kafka.clients())) {
            var topic = world.kafka.topics().deliveries().name();
            var partitions = IntStream.range(0, 4)
                    .mapToObj(number -> new TopicPartition(topic, number))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            var ends = admin.listOffsets(partitions).all().get();
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .mapToLong(end -> end.getValue().offset()
                            - (committed.get(end.getKey()) == null
                                    ? 0
                                    : committed.get(end.getKey()).offset()))
                    .sum();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
    }
}
