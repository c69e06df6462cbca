package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A destination's policy says how it is called. */
class PaceIT {

    private static final Duration SOON = Duration.ofMinutes(3);

    private static Receiver receiver;
    private static Local spillway;

    @BeforeAll
    static void start() {
        receiver = new Receiver();
        spillway = Local.shared();
        spillway.tenant("paced");
    }

    @AfterAll
    static void stop() {
        receiver.close();
    }

    @Test
    void shouldShareASignedCallAndBatchAgainWhatIsTriedAgain() {
        // given
        receiver.answers("/batch", n -> n == 1 ? 500 : 200);
        var secret = destination("batch", 1, "\"batch\":{\"count\":3,\"seconds\":10}")
                .at("/credentials/secret")
                .asText();

        // when
        spillway.post(
                "/publish/batch",
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                "{\"tenant_id\":\"paced\",\"id\":\"b%1$d\",\"data\":{\"for\":1, \"n\":%1$d}}"
                                        ::formatted)
                        .collect(Collectors.joining(",", "{\"events\":[", "]}")));

        // then
        await().atMost(SOON).until(() -> attempts("batch", "success") == 3);
        assertThat(receiver.at("/batch")).hasSize(2).allSatisfy(request -> {
            assertThat(request.body())
                    .asString(UTF_8)
                    .isEqualTo("[{\"for\":1, \"n\":1},{\"for\":1, \"n\":2},{\"for\":1, \"n\":3}]");
            assertThat(request.header("x-outpost-event-ids")).contains("b1,b2,b3");
            assertThat(request.header("x-outpost-signature")).contains("v0=" + SpineIT.hmac(secret, request.body()));
        });
        var firsts = StreamSupport.stream(list("batch", "failed").spliterator(), false)
                .map(attempt -> attempt.at("/request_id").asText())
                .toList();
        assertThat(firsts)
                .hasSize(3)
                .containsOnly(receiver.at("/batch").getFirst().event());
    }

    @Test
    void shouldSpendNoAttemptsOnADestinationThatFailsInARow() {
        // given
        receiver.answers("/dead", n -> n <= 2 ? 500 : 200);
        destination("dead", 2, "\"concurrency\":1,\"breaker\":{\"failures\":2,\"open_seconds\":20}");

        // when
        for (var n = 1; n <= 4; n++) {
            spillway.publish("paced", "d" + n, "{\"for\":2}");
        }

        // then
        await().atMost(SOON).until(() -> health("dead").equals("open"));
        await().atMost(SOON).until(() -> attempts("dead", "success") == 4);
        assertThat(health("dead")).isEqualTo("ok");
        assertThat(receiver.at("/dead")).hasSize(6);
        assertThat(attempts("dead", "failed")).isEqualTo(2);
    }

    private static String health(String destination) {
        return spillway.get("/tenants/paced/destinations/" + destination)
                .json()
                .at("/health/state")
                .asText();
    }

    private static JsonNode destination(String id, int which, String policy) {
        var more = ",\"filter\":{\"data\":{\"for\":" + which + "}},\"policy\":{" + policy + "}";
        return spillway.webhook("paced", id, receiver.url("/" + id), more);
    }

    private static int attempts(String destination, String status) {
        return list(destination, status).size();
    }

    private static JsonNode list(String destination, String status) {
        return spillway.get("/attempts?tenant_id=paced&destination_id=" + destination + "&status=" + status)
                .json()
                .at("/models");
    }
}
