package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What receivers make of deliveries with the JavaScript libraries that others wrote for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifiersIT {

    private static final NodeJs.Ended ACCEPTED = new NodeJs.Ended(0, "");
    private static final NodeJs.Ended REFUSED = new NodeJs.Ended(1, "No matching signature found\n");

    private final Receiver receiver = new Receiver();

    private Local spillway;

    @BeforeAll
    void start(@TempDir Path folder) {
        var readme = Path.of("..", "topology", "verifier", "README.md").toAbsolutePath();
        assertThat(NodeJs.run("compile-samples.js", new byte[0], readme.toString()))
                .isEqualTo(new NodeJs.Ended(0, "\n"));
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
        assertThat(verdict("standard", secret, request, request.body())).isEqualTo(ACCEPTED);
        assertThat(verdict(
                        "standard",
                        secret,
                        request,
                        data.replace("1.50", "1.51").getBytes(UTF_8)))
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
        assertThat(verdict("standard", current, request, request.body())).isEqualTo(ACCEPTED);
        assertThat(verdict("standard", old, request, request.body())).isEqualTo(ACCEPTED);
    }

    private Receiver.Request received(String path) {
        await().atMost(Duration.ofMinutes(3)).until(() -> receiver.at(path).size() == 1);
        return receiver.at(path).getFirst();
    }

    @Test
    void shouldSatisfyEachDestinationsVerifier() {
        // given
        spillway.tenant("others");
        var v0 = create("v0", "hook0-v0").at("/credentials/secret").asText();
        var v1 = create("v1", "hook0-v1").at("/credentials/secret").asText();
        var v1a = create("v1a", "standard-v1a").at("/credentials/public_key").asText();
        var byOwnSecret = Stream.of("default", "harborhook", "algohire")
                .collect(Collectors.toMap(
                        profile -> profile,
                        profile -> create(profile, profile)
                                .at("/credentials/secret")
                                .asText()));

        // when
        spillway.publish("others", "evt-1", "{\"text\":\"café\"}");

        // then
        assertJudged("hook0", v0, received("/v0"));
        assertJudged("hook0", v1, received("/v1"));
        assertJudged("standard-v1a", v1a, received("/v1a"));
        byOwnSecret.forEach((profile, secret) -> assertJudged(profile, secret, received("/" + profile)));
        assertThat(received("/v1").header("x-hook0-signature").orElseThrow())
                .contains(",h=content-type x-event-id x-event-type,v1=");
    }

    @Test
    void shouldMakeAnotherSecretWhenTheProfileChanges() {
        // given
        spillway.tenant("changing");
        spillway.webhook("changing", "d", receiver.url("/changed"), "");

        // when
        var changed = spillway.call(
                "PATCH", "/tenants/changing/destinations/d", "{\"signing\":{\"profile\":\"standard-v1a\"}}");
        spillway.publish("changing", "evt-1", "{}");

        // then
        var credentials = changed.json().at("/credentials");
        assertThat(credentials.has("secret")).isFalse();
        assertJudged("standard-v1a", credentials.at("/public_key").asText(), received("/changed"));
    }

    private JsonNode create(String id, String profile) {
        return spillway.webhook("others", id, receiver.url("/" + id), ",\"signing\":{\"profile\":\"" + profile + "\"}");
    }

    private static void assertJudged(String verifier, String secret, Receiver.Request request) {
        var altered = request.body().clone();
        altered[0] = ' ';
        assertThat(verdict(verifier, secret, request, request.body())).isEqualTo(ACCEPTED);
        assertThat(verdict(verifier, secret, request, altered).exit()).isEqualTo(1);
    }

    private static NodeJs.Ended verdict(String verifier, String secret, Receiver.Request request, byte[] body) {
        var headers = request.headers().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> header.getValue().getFirst()));
        return NodeJs.run(
                "verify-webhook.js",
                body,
                verifier,
                secret,
                new ObjectMapper().valueToTree(headers).toString());
    }
}
