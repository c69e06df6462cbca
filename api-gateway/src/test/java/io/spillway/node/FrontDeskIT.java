package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.spillway.gateway.openapi.Answer;
import io.spillway.gateway.token.Genuine;
import io.spillway.gateway.token.KeyServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the gateway does beyond passing on, over a whole node: trying destinations and filters, keys, tokens, limits,
 * CloudEvents, the audit trail.
 */
class FrontDeskIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String NEVER = ",\"filter\":{\"data\":{\"never\":1}}";

    @TempDir
    private static Path folder;

    private static Receiver receiver;
    private static KeyServer keys;
    private static Genuine byRsa;
    private static Genuine byEc;
    private static Local spillway;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        keys = new KeyServer();
        var rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        var ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
        keys.serves(new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())));
        byRsa = Genuine.other(rsa, JWSAlgorithm.RS256, "https://rsa.example.com");
        byEc = Genuine.other(ec, JWSAlgorithm.ES256, "https://ec.example.com");
        var issuers = """
                [{"issuer":"%s","jwks_url":"%s","audience":"us","algorithms":["RS256"],"tenant_claim":"org","role_claim":"access"},
                 {"issuer":"%s","jwks_url":"%s","audience":"us","algorithms":["ES256"]}]""".formatted(byRsa.issuer(), keys.url(), byEc.issuer(), keys.url());
        spillway = Local.start(
                folder,
                Map.of("JWT_ISSUERS", issuers, "RATE_LIMIT_PER_KEY", "300/m", "RATE_LIMIT_PER_TENANT", "200/h"));
        spillway.tenant("t");
        spillway.tenant("other");
    }

    @AfterAll
    static void stop() {
        spillway.close();
        keys.close();
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
        await().atMost(SOON).untilAsserted(() -> {
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
    void shouldBelieveTokensOfOthersByTheirKeySets() {
        // given
        var viewer = byRsa.sign(byRsa.header(), claims(byRsa, "\"org\":\"t\",\"access\":\"viewer\""));
        var manager = byEc.sign(byEc.header(), claims(byEc, "\"tenant_id\":\"t\""));
        var usurper = byEc.sign(byEc.header(), claims(byRsa, "\"org\":\"t\",\"access\":\"viewer\""));

        // when / then
        assertThat(statuses(viewer)).containsExactly(200, 403, 403, 403);
        assertThat(statuses(manager)).containsExactly(200, 200, 403, 403);
        assertThat(statuses(usurper)).containsOnly(401);
        assertThat(keys.asked()).as("once for each issuer").isEqualTo(2);
    }

    private static String claims(Genuine issuer, String more) {
        return "{\"iss\":\"%s\",\"aud\":\"us\",\"exp\":%d,%s}"
                .formatted(issuer.issuer(), Instant.now().plusSeconds(300).getEpochSecond(), more);
    }

    /** Looks at the tenant, changes it, looks at another, publishes. */
    private static List<Integer> statuses(String token) {
        return Stream.of(
                        spillway.call("GET", "/tenants/t", "", token),
                        spillway.call("PUT", "/tenants/t", "", token),
                        spillway.call("GET", "/tenants/other", "", token),
                        spillway.call("POST", "/publish", "{\"tenant_id\":\"t\",\"data\":{}}", token))
                .map(Answer::status)
                .toList();
    }

    @Test
    void shouldTurnAwayAKeyThatAsksTooMuchAndNoOther() throws InterruptedException {
        // given
        var made = spillway.post("/api-keys", "{\"name\":\"loud\",\"scopes\":[\"read\"]}")
                .json();

        // when
        var answers = atOnce(600, () -> with(made, "/topics"));

        // then
        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).allSatisfy(FrontDeskIT::requireTurnedAway);
        assertThat(spillway.get("/topics").status()).isEqualTo(200);
    }

    private static List<Answer> atOnce(int times, Callable<Answer> asking) throws InterruptedException {
        try (var callers = Executors.newFixedThreadPool(16)) {
            return callers.invokeAll(Collections.nCopies(times, asking)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    @Test
    void shouldTurnAwayALoudTenantAndNoOther() {
        // given
        var event = "{\"tenant_id\":\"%s\",\"data\":{}}";
        var events = Stream.concat(
                Stream.generate(() -> event.formatted("loud")).limit(250), Stream.of(event.formatted("quiet")));

        // when
        var results = spillway.post("/publish/batch", "{\"events\":[%s]}".formatted(events.collect(joining(","))))
                .json()
                .at("/results")
                .valueStream()
                .toList();

        // then
        assertThat(results.subList(0, 200)).allMatch(result -> result.has("id"));
        assertThat(results.get(249).at("/status").asInt()).isEqualTo(429);
        assertThat(results.getLast().has("id")).isTrue();
        await().untilAsserted(() -> requireTurnedAway(spillway.post("/publish", event.formatted("loud"))));
        await().untilAsserted(() -> requireTurnedAway(spillway.get("/tenants/loud")));
        assertThat(spillway.post("/publish", event.formatted("quiet")).status()).isEqualTo(202);
    }

    private static void requireTurnedAway(Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().at("/message").asText()).isEqualTo("rate limit exceeded");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 60);
    }

    @Test
    void shouldDeliverCloudEventsOfAllThreeModes() {
        // given
        receiver.answers("/cloud", n -> 200);
        spillway.tenant("cloud");
        spillway.webhook("cloud", "d", receiver.url("/cloud"), ",\"filter\":{\"metadata\":{\"source\":\"/shop\"}}");
        var structured = """
                {"specversion":"1.0","id":"%s","source":"/shop","type":"order.paid","tenantid":"cloud","data":%s}""";
        var data = "{ \"n\" : 1.0 }";

        // when
        var answers = Stream.of(
                        cloudEvent(
                                Map.of("content-type", "application/cloudevents+json"),
                                structured.formatted("structured", data)),
                        cloudEvent(
                                Map.of("content-type", "application/cloudevents-batch+json"),
                                "[%s,%s]"
                                        .formatted(
                                                structured.formatted("batched-1", data),
                                                structured.formatted("batched-2", data))),
                        cloudEvent(
                                Map.of(
                                        "ce-specversion", "1.0",
                                        "ce-id", "binary",
                                        "ce-source", "/shop",
                                        "ce-type", "order.paid",
                                        "ce-subject", "o-1",
                                        "ce-tenantid", "cloud"),
                                data))
                .toList();

        // then
        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(answers.get(1).json().at("/results/1/destination_ids/0").asText())
                .isEqualTo("d");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(receiver.at("/cloud"))
                        .extracting(Receiver.Request::event)
                        .containsExactlyInAnyOrder("structured", "batched-1", "batched-2", "binary"));
        assertThat(receiver.at("/cloud")).allSatisfy(request -> {
            assertThat(request.body()).asString().isEqualTo(data);
            assertThat(request.header("x-outpost-topic")).contains("order.paid");
            assertThat(request.header("x-outpost-source")).contains("/shop");
            assertThat(request.header("x-outpost-subject"))
                    .isEqualTo(request.event().equals("binary") ? Optional.of("o-1") : Optional.empty());
        });
    }

    private static Answer cloudEvent(Map<String, String> headers, String body) {
        return spillway.call("POST", "/publish", body.getBytes(UTF_8), headers);
    }

    @Test
    void shouldPutTheCallersRequestIdOnRecords() {
        // when
        asking("PUT", "/tenants/traced", "{}", "trace-1");
        asking("POST", "/publish", "{\"tenant_id\":\"traced\",\"data\":{}}", "trace-2");

        // then
        assertThat(requestIds("spillway.commands")).contains("trace-1");
        assertThat(requestIds("spillway.events")).contains("trace-2");
    }

    private static void asking(String method, String path, String body, String id) {
        var answer = spillway.call(method, path, body.getBytes(UTF_8), Map.of("X-Request-Id", id));
        assertThat(answer.header("X-Request-Id")).isEqualTo(id);
    }

    /** Those on the records that the topic has now. */
    private static List<String> requestIds(String topic) {
        return spillway.records(topic).stream()
                .flatMap(record -> StreamSupport.stream(
                        record.headers().headers("spillway-request-id").spliterator(), false))
                .map(header -> new String(header.value(), UTF_8))
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
        await().atMost(SOON).untilAsserted(() -> {
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

    private static Answer with(JsonNode key, String path) {
        return spillway.call("GET", path, "", key.at("/key").asText());
    }
}
