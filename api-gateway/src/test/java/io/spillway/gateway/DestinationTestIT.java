package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Command;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.request.Ticket;
import io.spillway.gateway.topic.TopicRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTestIT {

    private static final String TEST = "/tenants/acme/destinations/orders/test";

    private World world;

    @BeforeEach
    void start() {
        start(World.Waits.LONG);
    }

    private void start(World.Waits waits) {
        var topics = new TopicRules(List.of("user.created", "order.paid", "order.lost"), true);
        world = new World("the-key", topics, Rates.ANY, waits);
        world.put("/tenants/acme", "");
        world.put("/tenants/other", "");
        destination("orders", "[\"order.*\"]");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void destination(String id, String topics) {
        world.post("/tenants/acme/destinations", """
                        {"id":"%s","type":"webhook","topics":%s,"filter":{"data":{"never":1}},"config":{"url":"https://example.com"}}""".formatted(id, topics));
    }

    @Test
    void shouldAnswerWithTheAttempt() {
        // given: somebody else who would want it
        destination("all", "\"*\"");
        // when
        var answer = world.post(TEST, "{\"data\":{\"n\":1.00},\"topic\":\"user.created\"}");
        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/destination_id").asText()).isEqualTo("orders");
        assertThat(answer.at("/attempt_number").asInt()).isEqualTo(1);
        assertThat(answer.at("/manual").asBoolean()).isTrue();
        assertThat(answer.at("/response_data/status").asInt()).isEqualTo(200);
        assertThat(world.get("/attempts").at("/models")).hasSize(1);
        var event = world.get("/events/" + answer.at("/event_id").asText());
        assertThat(event.body()).contains("\"data\":{\"n\":1.00}").contains("\"topic\":\"user.created\"");
        assertThat(event.at("/eligible_for_retry").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ["order.lost","user.created"] | order.lost
            ["order.*"]                   | order.paid
            "*"                           | user.created
            """)
    void shouldMakeAnEventOfItsOwnWhereNoneIsGiven(String topics, String topic) {
        // given
        destination("other", topics);
        // when
        var answer = world.post("/tenants/acme/destinations/other/test", "");
        // then
        var event = world.get("/events/" + answer.at("/event_id").asText());
        assertThat(event.at("/topic").asText()).isEqualTo(topic);
        assertThat(event.at("/data")).hasToString("{\"test\":true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"data":[]}         | ["data must be a valid JSON object"]
            {"topic":"nothing"} | ["topic is invalid"]
            {"topic":1}         | ["topic must be a string"]
            """)
    void shouldSayWhatIsWrong(String body, String problems) {
        // when
        var answer = world.post(TEST, body);
        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/data")).hasToString(problems);
        assertThat(world.tasks.events).isEmpty();
    }

    @Test
    void shouldSendNothingToADisabledDestination() {
        // given
        world.put("/tenants/acme/destinations/orders/disable", "");
        // when
        var answer = world.post(TEST, "");
        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/data/error").asText()).isEqualTo("destination_disabled");
        assertThat(world.tasks.events).isEmpty();
    }

    @Test
    void shouldLookMoreAndMoreSeldomAndThenSayThatItIsNotKnown() {
        // given
        world.close();
        start(World.Waits.SHORT);
        world.tasks.mood = Tasks.Mood.IDLE;
        // when
        var answer = world.post(TEST, "");
        // then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.at("/message").asText()).startsWith("the attempt has not ended yet");
        assertThat(world.tasks.looks).hasValueBetween(3, 10);
    }

    @Test
    void shouldNotWaitForAnAttemptThatWillNotBeMade() {
        // given
        world.tasks.mood = Tasks.Mood.CANCELLING;
        // when
        var answer = world.post(TEST, "");
        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/message").asText()).isEqualTo("the test ended without an attempt: disabled");
    }

    @Test
    void shouldMakeOneTestAtATimeOfADestination() {
        // given
        destination("other", "[\"order.*\"]");
        world.tasks.mood = Tasks.Mood.IDLE;
        var first = CompletableFuture.supplyAsync(() -> world.post(TEST, ""));
        await().until(() -> !world.tasks.deliveries.isEmpty());
        var begun = world.tasks.deliveries.iterator().next().ref();
        world.tasks.mood = Tasks.Mood.WELL;
        // when
        var second = world.post(TEST, "");
        var elsewhere = world.post("/tenants/acme/destinations/other/test", "");
        // then
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("retry-after")).isEqualTo("1");
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(first).isNotDone();
        // when
        var attempt = new Command.RetryDelivery(begun.tenant(), begun.event(), begun.destination());
        world.tasks.send(attempt, new Ticket("nobody", "1")).join();
        // then
        assertThat(first.join().status()).isEqualTo(200);
        assertThat(world.post(TEST, "").status()).isEqualTo(200);
    }

    @Test
    void shouldTakeEventsAsLargeAsOthersAre() {
        // when
        var body = "{\"data\":{\"s\":\"%s\"}}";
        var fitting = world.post(TEST, body.formatted("a".repeat(World.MAX_EVENT - 100)));
        var tooLarge = world.post(TEST, body.formatted("a".repeat(World.MAX_EVENT + 128 * 1024)));
        // then
        assertThat(fitting.status()).isEqualTo(200);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.at("/data")).hasToString("[\"the event must not be larger than 1179648 bytes\"]");
    }

    @Test
    void shouldAskForATopicWhereTheDestinationWantsNoneThatIsConfigured() {
        // given: a destination from before the topics were configured
        wants("orders", List.of("order.gone", "bill.*"));
        // when
        var without = world.post(TEST, "");
        var with = world.post(TEST, "{\"topic\":\"order.paid\"}");
        wants("orders", List.of("order.gone", "order.lost"));
        var partly = world.post(TEST, "");
        // then
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.at("/data"))
                .hasToString("[\"the destination wants no configured topic; name one in topic\"]");
        assertThat(with.status()).isEqualTo(200);
        var event = world.get("/events/" + partly.at("/event_id").asText());
        assertThat(event.at("/topic").asText()).isEqualTo("order.lost");
    }

    private void wants(String id, List<String> topics) {
        world.tasks.subscriptions.computeIfPresent(
                new DestinationKey(new TenantId("acme"), new DestinationId(id)),
                (key, row) -> new Subscription(
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
                        row.updatedAt()));
    }

    @ParameterizedTest
    @CsvSource({
        "/tenants/none/destinations/orders/test, tenant not found",
        "/tenants/acme/destinations/none/test, destination not found"
    })
    void shouldSayThatThereIsNone(String path, String message) {
        // when
        var answer = world.post(path, "");
        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"acme, 200", "other, 403", "none, 403"})
    void shouldLetATenantTestItsOwn(String tenant, int status) {
        // given
        var token = World.TOKENS.issue(new TenantId(tenant), Instant.now());
        // when
        var answer = world.call(
                "POST", TEST, "{}".getBytes(StandardCharsets.UTF_8), Map.of("Authorization", "Bearer " + token));
        // then
        assertThat(answer.status()).isEqualTo(status);
    }
}
