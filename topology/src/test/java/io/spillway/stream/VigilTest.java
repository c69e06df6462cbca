package io.spillway.stream;

import static io.spillway.stream.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Command;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DisableReason;
import io.spillway.domain.Failure;
import io.spillway.domain.Health;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Outcome;
import io.spillway.domain.Policy;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.stream.judge.Watching;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What failing destinations lead to, in the graph. */
class VigilTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DestinationId D = new DestinationId("d");

    private final World world = new World(new Watching(
            Optional.of(4),
            Optional.of(Duration.ofHours(1)),
            Optional.of(new Watching.Share(75, 4)),
            new Watching.Disabling(true, true, Optional.of(Duration.ofMinutes(10)))));
    private int events;

    @BeforeEach
    void makeDestination() {
        world.tenant(ACME);
        world.destination("d");
    }

    @AfterEach
    void endWorld() {
        world.close();
    }

    @Nested
    class FailuresInARow {

        @Test
        void shouldBeToldAtEachLevelAndThenDisable() {
            // when
            IntStream.range(0, 4).forEach(n -> attempt(500));

            // then
            assertThat(world.told(OperatorTopic.CONSECUTIVE_FAILURE))
                    .extracting(event -> json(event).at("/consecutive_failures").toString())
                    .containsExactly(
                            "{\"current\":2,\"max\":4,\"threshold\":50}",
                            "{\"current\":3,\"max\":4,\"threshold\":70}",
                            "{\"current\":4,\"max\":4,\"threshold\":100}");
            assertThat(row().state())
                    .isEqualTo(new SubscriptionState.Disabled(world.now(), DisableReason.CONSECUTIVE_FAILURE));
            assertThat(world.told(OperatorTopic.DISABLED)).singleElement().satisfies(event -> {
                assertThat(json(event).path("reason").asText()).isEqualTo("consecutive_failure");
                assertThat(json(event).at("/destination/disabled_at"))
                        .isEqualTo(json(event).path("disabled_at"));
                assertThat(event.subject().orElseThrow().settings()).isEqualTo(row().settings());
            });
        }

        @Test
        void shouldBeginAnewAfterASuccess() {
            // when
            IntStream.range(0, 3).forEach(n -> attempt(500));
            attempt(200);
            IntStream.range(0, 3).forEach(n -> attempt(500));

            // then
            assertThat(row().state()).isEqualTo(new SubscriptionState.Active());
            assertThat(health().consecutiveFailures()).isEqualTo(3);
        }

        @Test
        void shouldBeginAnewWhenSomebodyEnablesIt() {
            // given
            IntStream.range(0, 4).forEach(n -> attempt(500));

            // when
            world.command(new Command.EnableDestination(ACME, D));
            attempt(500);

            // then
            assertThat(row().state()).isEqualTo(new SubscriptionState.Active());
        }

        @Test
        void shouldBeForgottenWhereItIsEnabledByAChange() {
            // given
            IntStream.range(0, 4).forEach(n -> attempt(500));
            var disabled = row();

            // when
            world.command(new Command.UpdateDestination(disabled.in(new SubscriptionState.Active())
                    .as(disabled.incarnation(), disabled.version(), disabled.createdAt(), disabled.updatedAt())));

            // then
            assertThat(health()).isEqualTo(Health.OK);
        }

        @Test
        void shouldBeKnownToKeepCallsAwayForAsLongAsTheLastAttemptSays() {
            // given
            var until = world.now().plusSeconds(30);

            // when
            breaker(500, Optional.of(until));

            // then
            assertThat(health().openUntil()).contains(until);
            IntStream.range(0, 3).forEach(n -> breaker(500, Optional.of(until)));
            world.command(new Command.EnableDestination(ACME, D));
            assertThat(health()).as("the breaker is not told").isEqualTo(Health.OK.open(Optional.of(until)));
            breaker(200, Optional.empty());
            assertThat(health()).isEqualTo(Health.OK);
        }

        private void breaker(int status, Optional<Instant> until) {
            world.deliveries();
            world.publish("event-" + events++);
            var delivery = world.delivery();
            var response = new Response(Integer.toString(status), "{}");
            var outcome = status == 200
                    ? new Outcome.Delivered(response)
                    : new Outcome.Failed(Failure.STATUS, "no", Optional.of(response));
            var attempt = world.attempt(delivery, outcome);
            world.report(new Report.Attempt(
                    attempt.delivery(),
                    attempt.number(),
                    attempt.manual(),
                    attempt.time(),
                    attempt.duration(),
                    outcome,
                    attempt.retry(),
                    attempt.request(),
                    until));
        }

        @Test
        void shouldCountAnAttemptOnce() {
            // given
            world.publish("e");
            var delivery = world.delivery();

            // when
            IntStream.range(0, 5).forEach(n -> world.destinationAnswers(delivery, 500));

            // then
            assertThat(health().consecutiveFailures()).isEqualTo(1);
            assertThat(world.told(OperatorTopic.ATTEMPT_FAILED)).hasSize(1);
        }

        @Test
        void shouldNotBeHeldAgainstADestinationThatOnlyHasTheId() {
            // given
            world.publish("e");
            var delivery = world.delivery();
            world.command(new Command.DeleteDestination(ACME, D));
            world.destination("d");

            // when
            world.destinationAnswers(delivery, 410);

            // then
            assertThat(health()).isEqualTo(Health.OK);
            assertThat(row().state()).isEqualTo(new SubscriptionState.Active());
        }
    }

    @Nested
    class OnProbation {

        @BeforeEach
        void disable() {
            IntStream.range(0, 4).forEach(n -> attempt(500));
        }

        @Test
        void shouldSkipEventsUntilItsTimeHasCome() {
            // when
            world.wait(Duration.ofMinutes(10).minusMillis(1));
            world.deliveries();
            world.publish("early");

            // then
            assertThat(world.deliveries()).isEmpty();
        }

        @Test
        void shouldBeDisabledAgainByTheNextFailure() {
            // given
            world.wait(Duration.ofMinutes(10));

            // when
            attempt(500);

            // then
            assertThat(world.told(OperatorTopic.PROBED)).hasSize(1);
            assertThat(world.told(OperatorTopic.DISABLED)).hasSize(2);
            assertThat(row().state())
                    .isEqualTo(new SubscriptionState.Disabled(world.now(), DisableReason.CONSECUTIVE_FAILURE));
        }

        @Test
        void shouldBeBackForGoodAfterASuccess() {
            // given
            world.wait(Duration.ofMinutes(10));

            // when
            attempt(200);
            attempt(500);

            // then
            assertThat(row().state()).isEqualTo(new SubscriptionState.Active());
        }
    }

    @Nested
    class AGoneEndpoint {

        @Test
        void shouldBeDisabledAndItsDeliveryDead() {
            // when
            var delivery = attempt(410);

            // then
            assertThat(row().state()).isEqualTo(new SubscriptionState.Disabled(world.now(), DisableReason.GONE));
            assertThat(world.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.cause()).isEqualTo("gone"));
            assertThat(entry(delivery).state()).isEqualTo(DeliveryState.DEAD);
            assertThat(world.told(OperatorTopic.DISABLED))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(json(event).path("reason").asText()).isEqualTo("gone"));
        }

        @Test
        void shouldStayDisabled() {
            // given
            attempt(410);

            // when
            world.wait(Duration.ofHours(1));
            world.publish("later");

            // then
            assertThat(world.deliveries()).isEmpty();
        }

        @Test
        void shouldNotCountForTheOneThatHasTakenItsPlace() {
            // given
            world.publish("e");
            var delivery = world.delivery();
            world.command(new Command.UpdateDestination(row()));

            // when
            world.destinationAnswers(delivery, 410);

            // then
            assertThat(row().state()).isEqualTo(new SubscriptionState.Active());
            assertThat(entry(delivery).state()).isEqualTo(DeliveryState.SCHEDULED);
        }

        @Test
        void shouldCancelWhatIsWaiting() {
            // given
            var waiting = attempt(500);
            attempt(410);

            // when
            world.wait(Duration.ofSeconds(1));
            var cancellation = world.cancellations().getFirst();
            world.report(cancellation);

            // then
            assertThat(entry(waiting).state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(entry(waiting).reason()).contains(CancelReason.DISABLED.word());
        }
    }

    @Nested
    class Telling {

        @Test
        void shouldTellOfExhaustedRetriesOnceInAWhile() {
            // given
            try (var patient = new World(new Watching(
                    Optional.empty(), Optional.of(Duration.ofHours(1)), Optional.empty(), Watching.NONE.disabling()))) {
                patient.tenant(ACME);
                patient.destination("d");

                // when
                exhaust(patient, "e1");
                exhaust(patient, "e2");
                patient.wait(Duration.ofHours(1));
                exhaust(patient, "e3");

                // then
                assertThat(patient.told(OperatorTopic.EXHAUSTED_RETRIES))
                        .extracting(event -> json(event).at("/event/id").asText())
                        .containsExactly("e1", "e3");
            }
        }

        private void exhaust(World patient, String event) {
            patient.publish(event);
            IntStream.range(0, 5).forEach(n -> {
                patient.destinationAnswers(patient.delivery(), 500);
                patient.wait(Duration.ofMinutes(1));
            });
        }

        @Test
        void shouldTellOfALargeShareOfFailures() {
            // when
            attempt(500);
            attempt(200);
            attempt(500);
            attempt(500);
            attempt(200);

            // then
            assertThat(world.told(OperatorTopic.FAILURE_RATE))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(json(event).path("failure_rate").toString())
                                    .isEqualTo("{\"attempts\":4,\"failures\":3}"));
            assertThat(health()).isEqualTo(Health.OK);
        }

        @Test
        void shouldTellOfEachAttemptInTheWordsOfTheContract() {
            // when
            var delivery = attempt(200);

            // then
            var told = world.told(OperatorTopic.ATTEMPT_SUCCESS).getFirst();
            var data = json(told);
            assertThat(data.fieldNames()).toIterable().containsExactly("tenant_id", "destination", "event", "attempt");
            assertThat(data.at("/destination").fieldNames())
                    .toIterable()
                    .containsExactly("id", "tenant_id", "type", "topics", "config", "created_at", "disabled_at");
            assertThat(data.at("/attempt/status").asText()).isEqualTo("success");
            assertThat(data.at("/attempt/response_data/status").asInt()).isEqualTo(200);
            assertThat(data.at("/event/metadata").isObject()).isTrue();
            assertThat(told.tenant()).isEqualTo(ACME);
            assertThat(told.subject().flatMap(OperatorEvent.Subject::event)).contains(delivery.origin());
        }

        @Test
        void shouldTellOfATenantsSubscriptionsOnlyWhereTheirSumChanges() {
            // given
            world.told(OperatorTopic.SUBSCRIPTION_UPDATED);

            // when
            world.destination(ACME, "second", "order.paid", Optional.empty());
            world.command(new Command.DisableDestination(ACME, D));
            world.command(new Command.DeleteDestination(ACME, D));

            // then
            assertThat(world.told(OperatorTopic.SUBSCRIPTION_UPDATED))
                    .extracting(OperatorEvent::data)
                    .containsExactly(
                            "{\"tenant_id\":\"acme\",\"topics\":[\"*\"],\"previous_topics\":[\"*\"],"
                                    + "\"destinations_count\":2,\"previous_destinations_count\":1}",
                            "{\"tenant_id\":\"acme\",\"topics\":[\"order.paid\"],\"previous_topics\":[\"*\"],"
                                    + "\"destinations_count\":1,\"previous_destinations_count\":2}");
        }

        @Test
        void shouldTellNothingThatNobodyAskedFor() {
            // given
            try (var quiet = new World()) {
                quiet.tenant(ACME);
                quiet.destination("d", Policy.NONE);
                quiet.publish("e");

                // when
                quiet.destinationAnswers(quiet.delivery(), 500);

                // then
                assertThat(quiet.records(quiet.topics().operatorEvents())).isEmpty();
            }
        }
    }

    /** An event's first attempt. */
    private Delivery attempt(int status) {
        world.deliveries();
        world.publish("event-" + events++);
        var delivery = world.delivery();
        world.destinationAnswers(delivery, status);
        return delivery;
    }

    private Subscription row() {
        return world.<Subscription>store(Stores.SUBSCRIPTIONS).get(Keys.of(ACME, D));
    }

    private Health health() {
        return Optional.ofNullable(world.<Health>store(Stores.HEALTH).get(Keys.of(ACME, D)))
                .orElse(Health.OK);
    }

    private DeliveryEntry entry(Delivery delivery) {
        return world.<DeliveryEntry>store(Stores.DELIVERIES).get(Keys.of(ACME, delivery.id()));
    }

    private static JsonNode json(OperatorEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
