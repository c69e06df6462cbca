package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver with the official JavaScript library of Standard Webhooks makes of a delivery. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardWebhooksIT {

    private static final NodeJs.Ended ACCEPTED = new NodeJs.Ended(0, "");
    private static final NodeJs.Ended REFUSED = new NodeJs.Ended(1, "No matching signature found\n");

    private final Receiver receiver = new Receiver();

    private Local spillway;

    @BeforeAll
    void start(@TempDir Path folder) {
        spillway = Local.start(folder, Map.of("DESTINATIONS_WEBHOOK_MODE", "standard"));
    }

    @AfterAll
    void stop() {
        spillway.close();
        receiver.close();
    }

    @Test
    void shouldAcceptADeliveryAndRefuseItAltered() {
        // given
        spillway.tenant("t");
        var secret = spillway.webhook("t", "d", receiver.url("/hook"), "")
                .at("/credentials/secret")
                .asText();
        var data = "{ \"n\" : 1.50, \"text\":\"caf\\u00e9 é €\" }";

        // when
        spillway.publish("t", "evt-1", data);

        // then
        var request = received("/hook");
        assertThat(new String(request.body(), UTF_8)).isEqualTo(data);
        assertThat(request.header("webhook-id")).contains("evt-1");
        assertThat(verdict(secret, request, request.body())).isEqualTo(ACCEPTED);
        assertThat(verdict(secret, request, data.replace("1.50", "1.51").getBytes(UTF_8)))
                .isEqualTo(REFUSED);
    }

    @Test
    void shouldAcceptTheDeliveryAfterARotationUnderEitherSecret() {
        // given
        spillway.tenant("rotating");
        var old = spillway.webhook("rotating", "d", receiver.url("/rotated"), "")
                .at("/credentials/secret")
                .asText();
        var current = spillway.call(
                        "PATCH", "/tenants/rotating/destinations/d", "{\"credentials\":{\"rotate_secret\":\"true\"}}")
                .json()
                .at("/credentials/secret")
                .asText();

        // when
        spillway.publish("rotating", "evt-1", "{}");

        // then
        var request = received("/rotated");
        assertThat(current).isNotEqualTo(old);
        assertThat(verdict(current, request, request.body())).isEqualTo(ACCEPTED);
        assertThat(verdict(old, request, request.body())).isEqualTo(ACCEPTED);
    }

    private Receiver.Request received(String path) {
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.at(path).size() == 1);
        return receiver.at(path).getFirst();
    }

    private static NodeJs.Ended verdict(String secret, Receiver.Request request, byte[] body) {
        var headers = Stream.of("webhook-id", "webhook-timestamp", "webhook-signature")
                .collect(Collectors.toMap(
                        Function.identity(), name -> request.header(name).orElse("")));
        return NodeJs.run(
                "verify-webhook.js",
                body,
                secret,
                new ObjectMapper().valueToTree(headers).toString());
    }
}
