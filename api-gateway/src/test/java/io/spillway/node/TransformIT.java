package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events are rewritten on their way to a destination. */
class TransformIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    private static Receiver receiver;
    private static Local spillway;

    @BeforeAll
    static void start() {
        receiver = new Receiver();
        spillway = Local.shared();
        spillway.tenant("transformed");
    }

    @AfterAll
    static void stop() {
        receiver.close();
    }

    @Test
    void shouldSendAndSignWhatAnExpressionMakesOfTheData() {
        // given
        var secret = spillway.webhook(
                        "transformed",
                        "rewritten",
                        receiver.url("/rewritten"),
                        transform("{\"order\": $string(id), \"total\": $sum(lines.price)}")
                                + ",\"filter\":{\"data\":{\"id\":7}}")
                .at("/credentials/secret")
                .asText();
        receiver.answers("/rewritten", n -> n == 1 ? 503 : 200);

        // when
        spillway.publish("transformed", "e1", "{\"id\":7,\"lines\":[{\"price\":1.5},{\"price\":2.5}]}");

        // then
        await().atMost(SOON).until(() -> receiver.at("/rewritten").size() == 2);
        assertThat(receiver.at("/rewritten")).allSatisfy(request -> {
            assertThat(request.body()).asString(UTF_8).isEqualTo("{\"order\":\"7\",\"total\":4}");
            assertThat(request.header("x-outpost-signature")).contains("v0=" + SpineIT.hmac(secret, request.body()));
        });
        assertThat(spillway.get("/events/e1?tenant_id=transformed")
                        .json()
                        .at("/data/id")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void shouldFailAttemptsOfHostileExpressionsAndDeliverToOthers() {
        // given
        hostile("endless", "($f := function($x) {$f($x + 1)}; $f(1))");
        hostile("huge", "{'a': $pad('', 2000000000)}");
        hostile("listed", "[1, 2]");
        spillway.webhook("transformed", "plain", receiver.url("/plain"), "");

        // when
        spillway.publish("transformed", "e2", "{\"id\":8}");

        // then
        await().atMost(SOON).until(() -> receiver.at("/plain").size() == 1);
        assertFails("endless", "the transformation failed: it takes more than");
        assertFails("huge", "the transformation failed: it takes more than");
        assertFails("listed", "the transformation failed: it makes an array, and an event's data are an object");
        assertThat(receiver.at("/hostile")).isEmpty();
    }

    @Test
    void shouldRefuseWhatCannotBeReadWithItsPosition() {
        // given
        spillway.webhook("transformed", "saved", receiver.url("/saved"), transform("{\"a\": 1}"));

        // when
        var refused = spillway.call(
                "PATCH", "/tenants/transformed/destinations/saved", "{\"transform\":{\"jsonata\":\"{a: \"}}");
        var cleared = spillway.call("PATCH", "/tenants/transformed/destinations/saved", "{\"transform\":null}");

        // then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/data/0").asText())
                .startsWith("transform.jsonata cannot be used: ")
                .contains("position 4");
        assertThat(cleared.json().has("transform")).isFalse();
    }

    private static void hostile(String id, String expression) {
        spillway.webhook("transformed", id, receiver.url("/hostile"), transform(expression));
    }

    private static void assertFails(String destination, String why) {
        await().atMost(SOON).untilAsserted(() -> {
            var attempt = spillway.get(
                            "/attempts?include=response_data&tenant_id=transformed&destination_id=" + destination)
                    .json()
                    .at("/models/0");
            assertThat(attempt.at("/error").asText()).isEqualTo("provider");
            assertThat(attempt.at("/response_data/error").asText()).startsWith(why);
        });
    }

    private static String transform(String expression) {
        return ",\"transform\":{\"jsonata\":" + JsonNodeFactory.instance.textNode(expression) + "}";
    }
}
