package io.spillway.stream;

import static io.spillway.stream.World.ACME;
import static io.spillway.stream.World.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Answer;
import io.spillway.domain.CallOptions;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Health;
import io.spillway.domain.Outcome;
import io.spillway.domain.Pace;
import io.spillway.domain.Policy;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Rejection;
import io.spillway.domain.Report;
import io.spillway.domain.Schedule;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import io.spillway.domain.Waiting;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Partitions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TenantTaskTest {

    private World world = new World();

    @BeforeEach
    void makeTenant() {
        world.tenant(ACME);
    }

    @AfterEach
    void endWorld() {
        world.close();
    }

    @Nested
    class Routing {

        @Test
        void shouldEmitOneDeliveryPerMatchingDestination() {
            // given
            world.destination(ACME, "all", "*", Optional.empty());
            world.destination(ACME, "orders", "order.*", Optional.of("{\"data\":{\"n\":{\"$gt\":0}}}"));
            world.destination(ACME, "users", "user.*", Optional.empty());
            world.destination(ACME, "big", "*", Optional.of("{\"data\":{\"n\":{\"$gt\":100}}}"));

            // when
            var answer = world.publish("e1");

            // then
            assertThat(answer)
                    .isEqualTo(new Answer.Routed(
                            new EventId("e1"),
                            false,
                            List.of(new DestinationId("all"), new DestinationId("orders")),
                            true));
            assertThat(world.deliveries())
                    .extracting(delivery -> delivery.target().id().value())
                    .containsExactly("all", "orders");
            assertThat(entry("e1").skipped()).containsExactly(new EventEntry.Skip(new DestinationId("big"), "filter"));
        }

        @Test
        void shouldCarryTheExactBytesAndTheCoordinates() {
            // given
            world.destination("d");
            var data = "{ \"b\" : 1.50, \"a\":\"\\u00e9\" }";

            // when
            world.publish(event(ACME, "e1", "t", data));

            // then
            var delivery = world.delivery();
            assertThat(delivery.event().data()).isEqualTo(new Data.Inline(data.getBytes(UTF_8)));
            assertThat(delivery.origin())
                    .isEqualTo(new RecordAt(world.topics().events().name(), 0, 0));
            assertThat(entry("e1").event().data()).isEqualTo(new Data.Stored(delivery.origin()));
        }

        @Test
        void shouldDeliverAnEventIdOncePerTenant() {
            // given
            var other = new TenantId("acme.b");
            world.tenant(other);
            world.destination("d");
            world.destination(other, "d", "*", Optional.empty());
            world.publish("e1");

            // when
            var again = world.publish("e1");
            var others = world.publish(event(other, "e1", "order.paid", "{}"));

            // then
            assertThat(again)
                    .isEqualTo(new Answer.Routed(new EventId("e1"), true, List.of(new DestinationId("d")), true));
            assertThat(others)
                    .isEqualTo(new Answer.Routed(new EventId("e1"), false, List.of(new DestinationId("d")), true));
            assertThat(world.deliveries())
                    .extracting(delivery -> delivery.event().tenant())
                    .containsExactly(ACME, other);
        }

        @Test
        void shouldNotRememberAnEventOfAnUnknownTenant() {
            // given
            var later = new TenantId("later");
            var early = world.publish(event(later, "e1", "t", "{}"));
            world.tenant(later);
            world.destination(later, "d", "*", Optional.empty());

            // when
            var answer = world.publish(event(later, "e1", "t", "{}"));

            // then
            assertThat(early).isEqualTo(new Answer.Routed(new EventId("e1"), false, List.of(), false));
            assertThat(answer)
                    .isEqualTo(new Answer.Routed(new EventId("e1"), false, List.of(new DestinationId("d")), true));
        }

        @Test
        void shouldRecordWhyADisabledDestinationWasSkipped() {
            // given
            world.destination("d");
            world.command(new Command.DisableDestination(ACME, new DestinationId("d")));

            // when
            world.publish("e1");

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry("e1").skipped()).containsExactly(new EventEntry.Skip(new DestinationId("d"), "disabled"));
        }

        @Test
        void shouldAnswerOverTheTopicWhereTheGatewayIsElsewhere() {
            // given
            world.gatewayIsElsewhere();

            // when
            world.send(event(ACME, "e1", "t", "{}"));

            // then
            var result = world.records(world.topics().commandResults()).getFirst();
            assertThat(result.key()).isEqualTo("gateway-1".getBytes(UTF_8));
            assertThat(result.headers().lastHeader(HeaderNames.REQUEST)).isNotNull();
        }

        @Test
        void shouldNotEmitAgainWhatAReportAlreadyTellsOf() {
            // given: the transaction that emitted the delivery was aborted, but the dispatcher had read and made it
            world.destination("d");
            var target = world.statuses().getFirst();
            var subscription = world.destination("other").target();
            var event = event(ACME, "e1", "order.paid", "{\"n\":1}");
            var made = Delivery.first(
                    event,
                    new RecordAt(world.topics().events().name(), 0, 0),
                    new Target(
                            new DestinationId("d"),
                            target.incarnation(),
                            target.version(),
                            "webhook",
                            subscription.settings()));
            world.destinationAnswers(made, 200);

            // when
            world.publish(event);

            // then
            assertThat(world.deliveries())
                    .extracting(delivery -> delivery.target().id().value())
                    .containsExactly("other");
        }
    }

    @Nested
    class Retrying {

        @Test
        void shouldTryAfterOneFiveThirtyAndSixtySeconds() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            var begin = world.now();

            for (var wait : List.of(1, 5, 30, 60)) {
                // when
                world.destinationAnswers(delivery, 503);
                world.wait(Duration.ofSeconds(wait).minusMillis(1));

                // then
                assertThat(world.deliveries()).isEmpty();
                assertThat(entry(delivery).state()).isEqualTo(DeliveryState.SCHEDULED);
                world.wait(Duration.ofMillis(1));
                delivery = world.delivery();
            }
            assertThat(Duration.between(begin, world.now())).isEqualTo(Duration.ofSeconds(96));
            assertThat(delivery.attempt()).isEqualTo(5);

            // when
            world.destinationAnswers(delivery, 200);

            // then
            assertThat(entry(delivery).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(entry(delivery).attempts()).hasSize(5);
            assertThat(world.deadLetters()).isEmpty();
        }

        @Test
        void shouldFollowTheScheduleOfTheDestination() {
            // given
            var schedule = new Schedule.Linear(Duration.ofSeconds(2), Duration.ofSeconds(3));
            world.destination(
                    "d",
                    retrying(new io.spillway.domain.Retrying(
                            Optional.of(3), Optional.empty(), Optional.of(schedule), Optional.empty())));
            world.publish("e1");
            var delivery = world.delivery();

            for (var wait : List.of(2, 5)) {
                // when
                world.destinationAnswers(delivery, 500);
                world.wait(Duration.ofSeconds(wait).minusMillis(1));

                // then
                assertThat(world.deliveries()).isEmpty();
                world.wait(Duration.ofMillis(1));
                delivery = world.delivery();
            }
            world.destinationAnswers(delivery, 500);
            assertThat(world.deadLetters().getFirst().cause()).isEqualTo("retries_exhausted");
        }

        @Test
        void shouldTryNothingThatWouldBeginAfterTheDeliverysAge() {
            // given
            var schedule = new Schedule.Fixed(Duration.ofSeconds(4));
            world.destination(
                    "d",
                    retrying(new io.spillway.domain.Retrying(
                            Optional.empty(),
                            Optional.of(Duration.ofSeconds(10)),
                            Optional.of(schedule),
                            Optional.empty())));
            world.publish("e1");

            // when
            IntStream.range(0, 3).forEach(attempt -> {
                world.destinationAnswers(world.delivery(), 500);
                world.wait(Duration.ofSeconds(4));
            });

            // then: at 0, 4 and 8 s, but not at 12 s
            assertThat(world.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.cause()).isEqualTo("retries_exhausted");
                assertThat(letter.last().number()).isEqualTo(3);
            });
        }

        private static Policy retrying(io.spillway.domain.Retrying retrying) {
            return new Policy(CallOptions.NONE, retrying, Pace.NONE, false, Optional.empty());
        }

        @Test
        void shouldBuryADeliveryAfterFiveAttempts() {
            // given
            world.destination("d");
            world.publish("e1");

            // when
            IntStream.range(0, 5).forEach(attempt -> {
                world.destinationAnswers(world.delivery(), 500);
                world.wait(Duration.ofMinutes(2));
            });

            // then
            var letter = world.deadLetters().getFirst();
            assertThat(letter.cause()).isEqualTo("retries_exhausted");
            assertThat(letter.last().number()).isEqualTo(5);
            assertThat(letter.delivery().event().data()).isInstanceOf(Data.Inline.class);
            assertThat(entry(letter.delivery()).state()).isEqualTo(DeliveryState.DEAD);
            assertThat(world.deliveries()).isEmpty();
        }

        @Test
        void shouldBuryWhatWasTooLargeToBeReportedWithItsDelivery() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            var outcome = new Outcome.Failed(Failure.STATUS, "answered 500", Optional.empty());

            // when
            world.report(new Report.Attempt(
                    delivery.ref(), 1, false, world.now(), Duration.ZERO, outcome, Optional.empty()));

            // then
            assertThat(world.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.cause()).isEqualTo("too_large");
                assertThat(letter.delivery().event().data()).isEqualTo(new Data.Stored(delivery.origin()));
            });
            assertThat(entry(delivery).state()).isEqualTo(DeliveryState.DEAD);
        }

        @Test
        void shouldGiveAnAttemptByHandAfterACancellationAPassOfItsOwn() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            world.report(new Report.Cancellation(delivery.ref(), 1, CancelReason.DISABLED, world.now()));

            // when
            world.command(new Command.RetryDelivery(ACME, new EventId("e1"), new DestinationId("d")));

            // then
            assertThat(world.delivery()).satisfies(again -> {
                assertThat(again.attempt()).isEqualTo(1);
                assertThat(again.pass()).isPositive();
            });
        }

        @Test
        void shouldUseTheLongestTierThatFits() {
            // given
            world.destination("d");
            world.publish("e1");
            world.destinationAnswers(world.delivery(), 500);
            world.wait(Duration.ofSeconds(1));

            // when
            world.destinationAnswers(world.delivery(), 500);

            // then
            assertThat(world.tier(5))
                    .singleElement()
                    .satisfies(waiting ->
                            assertThat(waiting.due()).isEqualTo(world.now().plusSeconds(5)));
        }

        @Test
        void shouldNotRetryWhatIsNotEligible() {
            // given
            world.destination("d");
            var event = event(ACME, "e1", "t", "{}");
            world.publish(new Event(
                    ACME, event.id(), event.topic(), event.time(), Map.of(), false, Optional.empty(), event.data()));

            // when
            world.destinationAnswers(world.delivery(), 500);

            // then
            assertThat(world.deadLetters().getFirst().cause()).isEqualTo("not_eligible_for_retry");
        }

        @Test
        void shouldJoinADueDeliveryWithTheSubscriptionOfThatMoment() {
            // given
            var before = world.destination("d");
            world.publish("e1");
            world.destinationAnswers(world.delivery(), 500);
            world.command(new Command.UpdateDestination(before));

            // when
            world.wait(Duration.ofSeconds(1));

            // then
            assertThat(world.delivery().target().version()).isEqualTo(before.version() + 1);
        }

        @Test
        void shouldLetTheFirstOutcomeOfANumberDecide() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            world.destinationAnswers(delivery, 200);

            // when
            world.destinationAnswers(delivery, 500);
            world.wait(Duration.ofSeconds(5));

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry(delivery).attempts()).hasSize(1);
        }

        @Test
        void shouldKeepThePassOfADeferredDelivery() {
            // given
            world.destination("d");
            world.publish("e1");

            // when
            world.defer(world.delivery());

            // then
            assertThat(world.delivery()).satisfies(delivery -> {
                assertThat(delivery.attempt()).isEqualTo(1);
                assertThat(delivery.pass()).isEqualTo(1);
            });
        }

        @Test
        void shouldCountFailuresInARowUntilASuccess() {
            // given
            world.destination("d");
            world.publish("e1");
            world.destinationAnswers(world.delivery(), 500);
            world.wait(Duration.ofSeconds(1));
            world.destinationAnswers(world.delivery(), 500);
            var key = Keys.of(ACME, new DestinationId("d"));
            assertThat(world.<Health>store(Stores.HEALTH).get(key).consecutiveFailures())
                    .isEqualTo(2);
            world.wait(Duration.ofSeconds(5));

            // when
            world.destinationAnswers(world.delivery(), 204);

            // then
            assertThat(world.<Health>store(Stores.HEALTH).get(key)).isNull();
        }

        @Test
        void shouldBeginANewDestinationOfAnOldIdInGoodHealth() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            world.command(new Command.DeleteDestination(ACME, new DestinationId("d")));
            world.destinationAnswers(delivery, 500);

            // when
            world.destination("d");

            // then
            assertThat(world.<Health>store(Stores.HEALTH).get(Keys.of(ACME, new DestinationId("d"))))
                    .isNull();
        }
    }

    @Nested
    class Cancelling {

        @Test
        void shouldCancelWhatIsDueForADisabledDestination() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            world.destinationAnswers(delivery, 500);
            world.records(world.topics().attempts());
            world.command(new Command.DisableDestination(ACME, new DestinationId("d")));

            // when
            world.wait(Duration.ofSeconds(1));

            // then
            assertThat(world.deliveries()).isEmpty();
            assertThat(world.cancellations())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Report.Cancellation.class,
                            cancelled -> assertThat(cancelled.reason()).isEqualTo(CancelReason.DISABLED));
            assertThat(entry(delivery).state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry(delivery).reason()).contains("disabled");
        }

        @Test
        void shouldCancelWhatIsDueForAnotherIncarnation() {
            // given
            world.destination("d");
            world.publish("e1");
            var delivery = world.delivery();
            world.destinationAnswers(delivery, 500);
            world.command(new Command.DeleteDestination(ACME, new DestinationId("d")));
            var again = world.destination("d");

            // when
            world.wait(Duration.ofSeconds(1));

            // then
            assertThat(again.incarnation()).isEqualTo(2);
            assertThat(again.version()).isEqualTo(3);
            assertThat(world.deliveries()).isEmpty();
            assertThat(entry(delivery).reason()).contains("deleted");
        }

        @Test
        void shouldTellTheDispatcherOfEveryChange() {
            // given
            world.destination("d");

            // when
            world.command(new Command.DisableDestination(ACME, new DestinationId("d")));
            world.command(new Command.EnableDestination(ACME, new DestinationId("d")));
            world.command(new Command.DeleteTenant(ACME));

            // then
            assertThat(world.statuses())
                    .extracting(status ->
                            status.version() + " " + status.state().getClass().getSimpleName())
                    .containsExactly("1 Active", "2 Disabled", "3 Active", "4 Deleted");
        }
    }

    @Nested
    class Commanding {

        @Test
        void shouldRefuseAChangeOfARowThatHasMoved() {
            // given
            var read = world.destination("d");
            world.command(new Command.UpdateDestination(read));

            // when
            var answer = world.command(new Command.UpdateDestination(read));

            // then
            assertThat(answer).isEqualTo(new Answer.Rejected(Rejection.VERSION_MOVED));
        }

        @Test
        void shouldNotCallADestinationUpdatedWhoseSettingsWereSealedAnew() {
            // given
            var read = world.destination("d");
            world.wait(Duration.ofSeconds(5));

            // when
            var answer = world.command(new Command.UpdateDestination(read, true));

            // then
            assertThat(answer).isInstanceOfSatisfying(Answer.SubscriptionStored.class, stored -> {
                assertThat(stored.subscription().version()).isEqualTo(read.version() + 1);
                assertThat(stored.subscription().updatedAt()).isEqualTo(read.updatedAt());
            });
        }

        @Test
        void shouldRefuseASecondDestinationOfTheSameId() {
            // given
            world.destination("d");

            // when
            var answer = world.command(new Command.CreateDestination(World.draft(ACME, "d", "*", Optional.empty())));

            // then
            assertThat(answer).isEqualTo(new Answer.Rejected(Rejection.DESTINATION_EXISTS));
        }

        @Test
        void shouldRefuseMoreDestinationsThanAllowed() {
            // given
            try (var small = new World(1, 1)) {
                small.tenant(ACME);
                small.destination("one");

                // when
                var answer =
                        small.command(new Command.CreateDestination(World.draft(ACME, "two", "*", Optional.empty())));

                // then
                assertThat(answer).isEqualTo(new Answer.Rejected(Rejection.TOO_MANY_DESTINATIONS));
            }
        }

        @Test
        void shouldEnableAndDisableWithoutEffectWhereNothingChanges() {
            // given
            world.destination("d");
            world.command(new Command.DisableDestination(ACME, new DestinationId("d")));

            // when
            var again = world.command(new Command.DisableDestination(ACME, new DestinationId("d")));

            // then
            assertThat(((Answer.SubscriptionStored) again).subscription().version())
                    .isEqualTo(2);
            assertThat(((Answer.SubscriptionStored) again).subscription().state())
                    .isEqualTo(new SubscriptionState.Disabled(world.now()));
        }

        @Test
        void shouldTryAgainByHandWithTheNextNumber() {
            // given
            world.destination("d");
            world.publish("e1");
            world.destinationAnswers(world.delivery(), 200);

            // when
            var answer = world.command(retry("e1", "d"));

            // then
            assertThat(answer).isEqualTo(new Answer.Done());
            assertThat(world.delivery()).satisfies(delivery -> {
                assertThat(delivery.attempt()).isEqualTo(2);
                assertThat(delivery.manual()).isTrue();
                assertThat(delivery.event().data()).isEqualTo(new Data.Stored(delivery.origin()));
            });
        }

        @Test
        void shouldDropAPendingRetryWhenAManualOneSucceeded() {
            // given
            world.destination("d");
            world.publish("e1");
            world.destinationAnswers(world.delivery(), 500);
            world.command(retry("e1", "d"));
            world.destinationAnswers(world.delivery(), 200);

            // when
            world.wait(Duration.ofMinutes(5));

            // then
            assertThat(world.deliveries()).isEmpty();
        }

        @Test
        void shouldRefuseToRetryWhatItDoesNotKnow() {
            // given
            world.destination("d");

            // when
            var unknownEvent = world.command(retry("nothing", "d"));
            world.publish("e1");
            var unknownDestination = world.command(retry("e1", "nowhere"));

            // then
            assertThat(unknownEvent).isEqualTo(new Answer.Rejected(Rejection.EVENT_NOT_FOUND));
            assertThat(unknownDestination).isEqualTo(new Answer.Rejected(Rejection.DESTINATION_NOT_FOUND));
        }

        private Command retry(String event, String destination) {
            return new Command.RetryDelivery(ACME, new EventId(event), new DestinationId(destination));
        }
    }

    @Nested
    class TakingAnythingIn {

        private static final String SOMEBODYS = """
                {"type": "record", "name": "Paid", "namespace": "shop", "fields": [
                  {"name": "tenant_id", "type": "string"}, {"name": "data", "type": "string"}]}""";

        @Test
        void shouldQuarantineGarbageWithItsCauseAndSource() {
            // given
            world.destination("d");

            // when
            world.produce(null, new byte[0], new RecordHeaders());
            world.produce(null, "{\"tenant_id\":\"acme\",\"data\":{".getBytes(UTF_8), new RecordHeaders());
            world.produce(null, new byte[] {7, 1, 2}, new RecordHeaders());
            world.produce(null, "{\"data\":{}}".getBytes(UTF_8), new RecordHeaders());
            world.produce(null, "{\"tenant_id\":\"acme\",\"data\":{}}".getBytes(UTF_8), new RecordHeaders());

            // then
            assertThat(world.quarantine())
                    .extracting(one -> one.source().offset() + " " + one.cause())
                    .containsExactly("0 empty", "1 invalid_json", "2 unknown_format", "3 no_tenant");
            assertThat(world.deliveries()).hasSize(1);
        }

        @Test
        void shouldLetARecordOfAnUnknownSchemaWaitAndThenPutItAside() {
            // given
            var value = new byte[] {0, 0, 1, 1, 1, 9, 9};

            // when
            world.produce("acme".getBytes(UTF_8), value, new RecordHeaders());
            var waiting = world.tier(1);
            waiting.forEach(world::due);

            // then
            assertThat(waiting)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Waiting.RawEvent.class,
                            raw -> assertThat(raw.value()).isEqualTo(value));
            assertThat(world.quarantine()).singleElement().satisfies(one -> {
                assertThat(one.cause()).isEqualTo("unknown_schema");
                assertThat(one.source().offset()).isZero();
            });
        }

        @Test
        void shouldReadARecordAfterItsWaitOnceItsSchemaWasLookedUp() {
            // given
            world.destination("d");
            var value = avro(world.registry().add(SOMEBODYS), "{\"n\":1}");

            // when
            world.produce(null, value, new RecordHeaders());
            var atOnce = world.deliveries();
            world.wait(Duration.ofSeconds(1));

            // then
            assertThat(atOnce).isEmpty();
            var delivery = world.delivery();
            assertThat(delivery.origin())
                    .isEqualTo(new RecordAt(world.topics().events().name(), 0, 0));
            assertThat(delivery.event().id()).isEqualTo(EventId.of(delivery.origin()));
            assertThat(delivery.event().data()).isEqualTo(new Data.Inline("{\"n\":1}".getBytes(UTF_8)));
        }

        @Test
        void shouldLetARecordWaitForAsLongAsTheRegistryIsAway() {
            // given
            world.destination("d");
            var value = avro(world.registry().add(SOMEBODYS), "{}");
            world.registry().goAway();

            // when
            world.produce(null, value, new RecordHeaders());
            world.wait(Duration.ofSeconds(5));
            var meanwhile = world.deliveries();
            world.registry().comeBack();
            world.wait(Duration.ofSeconds(2));

            // then
            assertThat(meanwhile).isEmpty();
            assertThat(world.deliveries()).hasSize(1);
            assertThat(world.quarantine()).isEmpty();
        }

        /** A value that a producer wrote with {@link #SOMEBODYS}. */
        private byte[] avro(long schema, String data) {
            var bytes = data.getBytes(UTF_8);
            return ByteBuffer.allocate(11 + bytes.length)
                    .put((byte) 0)
                    .putInt((int) schema)
                    .put((byte) (4 << 1))
                    .put("acme".getBytes(UTF_8))
                    .put((byte) (bytes.length << 1))
                    .put(bytes)
                    .array();
        }

        @Test
        void shouldPutAsideWhatNobodyOfOursCanHaveWritten() {
            // given
            var headers = new RecordHeaders();
            headers.add("nothing", null);

            // when
            world.tombstone(world.topics().commands());
            world.tombstone(world.topics().attempts());
            world.tombstone(world.topics().due());
            world.produce(null, new byte[] {0, 0, 1, 1, 1, 9}, headers);

            // then
            assertThat(world.quarantine()).extracting(one -> one.cause()).containsExactly("empty", "empty", "empty");
            assertThat(world.tier(1)).hasSize(1);
        }

        @Test
        void shouldNotForwardWhatNoTopicTakes() {
            // given
            try (var wide = new World(2, 20)) {
                var elsewhere = IntStream.range(0, 100)
                        .mapToObj(n -> new TenantId("tenant-" + n))
                        .filter(tenant -> Partitions.of(tenant, 2) == 1)
                        .findFirst()
                        .orElseThrow();
                var event = ("{\"tenant_id\":\"" + elsewhere + "\",\"data\":{}}").getBytes(UTF_8);
                var heavy = new RecordHeaders();
                heavy.add("x", new byte[wide.topics().events().layout().maxRecordBytes() - event.length - 20]);

                // when
                wide.produce(null, event, heavy);
                wide.produce(heavy.lastHeader("x").value(), new byte[] {7}, new RecordHeaders());

                // then
                assertThat(wide.records(wide.topics().eventsRekeyed())).isEmpty();
                assertThat(wide.quarantine())
                        .extracting(one -> one.cause())
                        .containsExactly("too_large", "unknown_format");
            }
        }

        @Test
        void shouldForwardAnEventToThePartitionOfItsTenant() {
            // given
            try (var wide = new World(2, 20)) {
                var elsewhere = IntStream.range(0, 100)
                        .mapToObj(n -> new TenantId("tenant-" + n))
                        .filter(tenant -> Partitions.of(tenant, 2) == 1)
                        .findFirst()
                        .orElseThrow();

                // when
                wide.produce(
                        null,
                        ("{\"tenant_id\":\"" + elsewhere + "\",\"data\":{}}").getBytes(UTF_8),
                        new RecordHeaders());

                // then
                assertThat(wide.deliveries()).isEmpty();
                var rekeyed = wide.records(wide.topics().eventsRekeyed()).getFirst();
                assertThat(rekeyed.key()).isEqualTo(elsewhere.value().getBytes(UTF_8));
                assertThat(new String(
                                rekeyed.headers().lastHeader(HeaderNames.ORIGIN).value(), UTF_8))
                        .isEqualTo(wide.topics().events().name() + "-0@0");
            }
        }
    }

    private EventEntry entry(String event) {
        return world.<EventEntry>store(Stores.EVENTS).get(Keys.of(ACME, new EventId(event)));
    }

    private DeliveryEntry entry(Delivery delivery) {
        return world.<DeliveryEntry>store(Stores.DELIVERIES).get(Keys.of(ACME, delivery.id()));
    }
}
