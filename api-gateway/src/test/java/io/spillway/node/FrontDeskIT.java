package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.node.Local.Answered;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway does beyond passing on, over a whole node: trying destinations and filters, keys, tokens, the audit trail. */
class FrontDeskIT {

    private static final String NEVER = ",\"filter\":{\"data\":{\"never\":1}}";

    @TempDir
    private static Path folder;

    private static Receiver receiver;
    private static Local spillway;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        spillway = Local.start(folder);
        spillway.tenant("t");
        spillway.tenant("other");
    }

    @AfterAll
    static void stop() {
        spillway.close();
        receiver.close();
    }

    @Test
    void shouldTryADestinationWhateverItWants() {
        // given
        receiver.answers("/tried", n -> 201);
        receiver.answers("/bystander", n -> 200);
        spillway.webhook("t", "tried", receiver.url("/tried"), NEVER);
        spillway.webhook("t", "bystander", receiver.url("/bystander"), "");

        // when
        var attempt = spillway.post("/tenants/t/destinations/tried/test", "{\"data\":{ \"n\": 1.00 }}");

        // then
        assertThat(attempt.status()).isEqualTo(200);
        assertThat(attempt.json().at("/status").asText()).isEqualTo("success");
        assertThat(attempt.json().at("/manual").asBoolean()).isTrue();
        assertThat(attempt.json().at("/attempt_number").asInt()).isEqualTo(1);
        assertThat(attempt.json().at("/response_data/status").asInt()).isEqualTo(201);
        assertThat(receiver.at("/tried")).hasSize(1);
        assertThat(receiver.at("/tried").getFirst().body()).asString().isEqualTo("{ \"n\": 1.00 }");
        var event = attempt.json().at("/event_id").asText();
        assertThat(spillway.get("/attempts?event_id=" + event).json().at("/models"))
                .hasSize(1);
        assertThat(receiver.at("/bystander")).isEmpty();
    }

    @Test
    void shouldTryADestinationOnceWhenItFails() {
        // given
        receiver.answers("/broken", n -> 500);
        spillway.webhook("t", "broken", receiver.url("/broken"), "");

        // when
        var attempt = spillway.post("/tenants/t/destinations/broken/test", "");

        // then
        assertThat(attempt.status()).isEqualTo(200);
        assertThat(attempt.json().at("/status").asText()).isEqualTo("failed");
        assertThat(attempt.json().at("/response_data/status").asInt()).isEqualTo(500);
        var delivery = "/deliveries/" + attempt.json().at("/delivery_id").asText();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var shown = spillway.get(delivery).json();
            assertThat(shown.at("/state").asText()).isEqualTo("dead");
            assertThat(shown.at("/attempts").asInt()).isEqualTo(1);
        });
    }

    @Test
    void shouldSayOfAFilterWhatTheTaskThenDoes() {
        // given
        receiver.answers("/filtered", n -> 200);
        var filter = "{\"data\":{\"total\":{\"$gte\":10}}}";
        spillway.webhook("t", "filtered", receiver.url("/filtered"), ",\"filter\":" + filter);
        for (var total : new int[] {9, 10}) {
            var data = "{\"total\":" + total + "}";
            // when
            var verdict = spillway.post(
                    "/filters/test",
                    "{\"filter\":%s,\"event\":{\"topic\":\"order.paid\",\"data\":%s}}".formatted(filter, data));
            var published = spillway.publish("t", "filtered-" + total, data);
            // then
            assertThat(verdict.json().at("/decided_by/pointer").asText()).isEqualTo("/data/total/$gte");
            assertThat(published.json().at("/destination_ids").toString().contains("filtered"))
                    .isEqualTo(verdict.json().at("/matches").asBoolean())
                    .isEqualTo(total == 10);
        }
    }

    @Test
    void shouldTakeAKeyUntilItIsRevoked() {
        // given
        var made = spillway.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\"],\"tenant_id\":\"t\"}")
                .json();

        // when / then
        assertThat(with(made, "/tenants/t").status()).isEqualTo(200);
        assertThat(with(made, "/tenants/other").status()).isEqualTo(403);
        assertThat(with(made, "/api-keys").status()).isEqualTo(403);
        assertThat(spillway.get("/api-keys").json().toString())
                .contains(made.at("/id").asText())
                .doesNotContain(made.at("/key").asText());
        spillway.call("DELETE", "/api-keys/" + made.at("/id").asText(), "");
        assertThat(with(made, "/tenants/t").status()).isEqualTo(401);
    }

    @Test
    void shouldTakeATokenThatItIssued() {
        // given
        var issued = spillway.post("/token", "{\"tenant_id\":\"t\",\"role\":\"viewer\"}")
                .json();

        // when / then
        assertThat(spillway.call("GET", "/tenants/t", "", issued.at("/token").asText())
                        .status())
                .isEqualTo(200);
        assertThat(spillway.call("PUT", "/tenants/t", "", issued.at("/token").asText())
                        .status())
                .isEqualTo(403);
        assertThat(spillway.root("/.well-known/jwks.json").json().at("/keys")).isNotEmpty();
    }

    @Test
    void shouldPutTheCallersRequestIdOnRecords() throws Exception {
        // when
        asking("PUT", "/tenants/traced", "{}", "trace-1");
        asking("POST", "/publish", "{\"tenant_id\":\"traced\",\"data\":{}}", "trace-2");

        // then
        assertThat(requestIds("spillway.commands")).contains("trace-1");
        assertThat(requestIds("spillway.events")).contains("trace-2");
    }

    private static void asking(String method, String path, String body, String id) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(spillway.url() + "/api/v1" + path))
                .header("Authorization", "Bearer " + Local.KEY)
                .header("X-Request-Id", id)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.headers().firstValue("X-Request-Id")).contains(id);
        }
    }

    /** Those on the records that the topic has now. */
    private static List<String> requestIds(String topic) {
        return spillway.records(topic).stream()
                .flatMap(record -> StreamSupport.stream(
                        record.headers().headers("spillway-request-id").spliterator(), false))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void shouldWriteDownWhoChangedWhat() {
        // given
        var made = spillway.post("/api-keys", "{\"name\":\"auditor\",\"scopes\":[\"manage\"],\"tenant_id\":\"other\"}")
                .json();

        // when
        spillway.call("PUT", "/tenants/other", "{}", made.at("/key").asText());
        spillway.call("DELETE", "/tenants/t", "", made.at("/key").asText());

        // then
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var entries = spillway.get("/audit?caller=key:" + made.at("/id").asText())
                    .json()
                    .at("/models");
            assertThat(entries)
                    .extracting(entry -> entry.at("/method").asText() + " "
                            + entry.at("/path").asText() + " "
                            + entry.at("/status").asInt())
                    .containsExactlyInAnyOrder("PUT /api/v1/tenants/other 200", "DELETE /api/v1/tenants/t 403");
        });
    }

    private static Answered with(JsonNode key, String path) {
        return spillway.call("GET", path, "", key.at("/key").asText());
    }
}
