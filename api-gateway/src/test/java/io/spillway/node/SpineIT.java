package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.gateway.openapi.Answer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a publish to the request at the receiver, with every part real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpineIT {

    private static final Duration SOON = Duration.ofMinutes(3);

    private final Receiver receiver = new Receiver();

    private Local spillway;

    @BeforeAll
    void start(@TempDir Path folder) {
        spillway = Local.whole(
                folder,
                Map.of(
                        "OPERATOR_EVENTS_TOPICS", "alert.destination.disabled",
                        "OPERATOR_EVENTS_HTTP_URL", receiver.url("/operator"),
                        "OPERATOR_EVENTS_HTTP_SIGNING_SECRET", "of the operator"));
    }

    @AfterAll
    void stop() {
        spillway.close();
        receiver.close();
    }

    @Nested
    class Publishing {

        @Test
        void shouldDeliverTheExactBytesSigned() {
            // given
            spillway.tenant("exact");
            var secret = spillway.webhook(
                            "exact", "d", receiver.url("/exact"), ",\"filter\":{\"data\":{\"n\":{\"$gte\":1}}}")
                    .at("/credentials/secret")
                    .asText();
            var data = "{ \"n\" : 1.50, \"text\":\"caf\\u00e9 é\", \"big\": 12345678901234567890 }";

            // when
            var matching = spillway.publish("exact", "e1", data);
            var filtered = spillway.publish("exact", "e2", "{\"n\":0}");

            // then
            assertThat(matching.status()).isEqualTo(202);
            assertThat(matching.json().at("/destination_ids/0").asText()).isEqualTo("d");
            assertThat(filtered.json().at("/destination_ids")).isEmpty();
            await().atMost(SOON).until(() -> receiver.at("/exact").size() == 1);
            var request = receiver.at("/exact").getFirst();
            assertThat(new String(request.body(), UTF_8)).isEqualTo(data);
            assertThat(request.event()).isEqualTo("e1");
            assertThat(request.header("x-outpost-signature")).contains("v0=" + hmac(secret, request.body()));
        }

        @Test
        void shouldSignWithBothSecretsRightAfterARotation() {
            // given
            spillway.tenant("rotate");
            var old = spillway.webhook("rotate", "d", receiver.url("/rotate"), "")
                    .at("/credentials/secret")
                    .asText();
            var rotated = spillway.call(
                    "PATCH", "/tenants/rotate/destinations/d", "{\"credentials\":{\"rotate_secret\":\"true\"}}");
            var current = rotated.json().at("/credentials/secret").asText();

            // when
            spillway.publish("rotate", "e1", "{}");

            // then
            assertThat(current).isNotEqualTo(old);
            await().atMost(SOON).until(() -> receiver.at("/rotate").size() == 1);
            var request = receiver.at("/rotate").getFirst();
            assertThat(request.header("x-outpost-signature"))
                    .contains("v0=" + hmac(current, request.body()) + "," + hmac(old, request.body()));
        }

        @Test
        void shouldShowEventsAttemptsAndDeliveries() {
            // given
            spillway.tenant("visible");
            spillway.webhook("visible", "d", receiver.url("/visible"), "");

            // when
            spillway.publish("visible", "e1", "{\"a\":1}");

            // then
            assertThat(spillway.get("/events/e1?tenant_id=visible")
                            .json()
                            .at("/data/a")
                            .asInt())
                    .isEqualTo(1);
            await().atMost(SOON).until(() -> receiver.at("/visible").size() == 1);
            await().atMost(SOON)
                    .until(() -> !models("/attempts?tenant_id=visible").isEmpty());
            assertThat(models("/attempts?tenant_id=visible&include=response_data")
                            .at("/0/status")
                            .asText())
                    .isEqualTo("success");
            assertThat(models("/deliveries?tenant_id=visible").at("/0/state").asText())
                    .isEqualTo("delivered");
        }

        @Test
        void shouldCountWhatHappened() {
            // given
            for (var tenant : new String[] {"counted", "counted-too"}) {
                spillway.tenant(tenant);
                spillway.webhook(tenant, "d", receiver.url("/counted"), "");
                spillway.publish(tenant, "e1", "{}");
                spillway.publish(tenant, "e2", "{}");
            }
            var now = Instant.now();
            var query = "?time%5Bstart%5D=" + now.minusSeconds(3600) + "&time%5Bend%5D=" + now.plusSeconds(3600)
                    + "&filters%5Btenant_id%5D=counted&filters%5Btenant_id%5D=counted-too&measures=count&dimensions=";

            // when
            await().atMost(SOON).until(() -> receiver.at("/counted").size() == 4);

            // then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(counts("/metrics/attempts" + query + "tenant_id&dimensions=status"))
                            .containsExactly("counted success 2", "counted-too success 2"));
            assertThat(counts("/metrics/events" + query + "destination_id")).containsExactly("d 4");
        }

        private List<String> counts(String path) {
            return spillway.get(path)
                    .json()
                    .at("/data")
                    .valueStream()
                    .map(row -> row.at("/dimensions")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .collect(joining(" ")) + " " + row.at("/metrics/count"))
                    .toList();
        }

        @Test
        void shouldKeepTenantsApartThatUseTheSameIds() {
            // given
            for (var tenant : new String[] {"a", "a.b"}) {
                spillway.tenant(tenant);
                spillway.webhook(tenant, "same", receiver.url("/of-" + tenant), "");
            }

            // when
            spillway.publish("a", "e1", "{\"of\":\"a\"}");
            var other = spillway.publish("a.b", "e1", "{\"of\":\"a.b\"}");

            // then
            assertThat(other.json().at("/duplicate").asBoolean()).isFalse();
            await().atMost(SOON)
                    .until(() -> receiver.at("/of-a").size() == 1
                            && receiver.at("/of-a.b").size() == 1);
            assertThat(new String(receiver.at("/of-a").getFirst().body(), UTF_8))
                    .isEqualTo("{\"of\":\"a\"}");
            assertThat(new String(receiver.at("/of-a.b").getFirst().body(), UTF_8))
                    .isEqualTo("{\"of\":\"a.b\"}");
            assertThat(models("/events?tenant_id=a")).hasSize(1);
        }

        @Test
        void shouldTryAgainByHandOnlyWhereTheDestinationWantsTheEventAsItIsNow() {
            // given
            spillway.tenant("again");
            spillway.webhook("again", "d", receiver.url("/again"), "");
            spillway.publish("again", "e1", "{\"n\":5}");
            await().atMost(SOON).until(() -> receiver.at("/again").size() == 1);

            // when
            var unwanted = retryWith("{\"filter\":{\"data\":{\"n\":{\"$gt\":5}}}}");
            var otherTopic = retryWith("{\"filter\":null,\"topics\":[\"order.refunded\"]}");
            var wanted = retryWith("{\"topics\":[\"*\"],\"filter\":{\"data\":{\"n\":5}}}");

            // then
            for (var refused : List.of(unwanted, otherTopic)) {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.json().at("/message").asText()).isEqualTo("destination does not match event");
            }
            assertThat(wanted.status()).isEqualTo(202);
            await().atMost(SOON).until(() -> receiver.at("/again").size() == 2);
        }

        private Answer retryWith(String change) {
            spillway.call("PATCH", "/tenants/again/destinations/d", change);
            return spillway.post("/retry", "{\"event_id\":\"e1\",\"destination_id\":\"d\",\"tenant_id\":\"again\"}");
        }

        @Test
        void shouldAlwaysMatchADestinationThatWasCreatedBefore() {
            // given
            spillway.tenant("at-once");
            IntStream.range(0, 2_000).forEach(round -> {
                spillway.webhook("at-once", "d" + round, receiver.url("/at-once"), "");

                // when
                var answer = spillway.publish("at-once", "e" + round, "{}");

                // then
                assertThat(answer.json().at("/destination_ids/0").asText()).isEqualTo("d" + round);
                spillway.call("DELETE", "/tenants/at-once/destinations/d" + round, "");
            });
        }
    }

    @Nested
    class ProducingToKafka {

        @Test
        void shouldDeliverJsonFromAnyClientOnce() throws Exception {
            // given
            spillway.tenant("producer");
            spillway.webhook("producer", "d", receiver.url("/producer"), "");
            var value = "{\"tenant_id\":\"producer\",\"id\":\"%s\",\"topic\":\"t\",\"data\":{ \"by\" : \"kafka\" }}";

            // when
            var key = "producer".getBytes(UTF_8);
            var crc = new CRC32();
            crc.update(key);
            produce(new ProducerRecord<>(
                    "spillway.events", key, value.formatted("java").getBytes(UTF_8)));
            produce(new ProducerRecord<>(
                    "spillway.events",
                    (int) (crc.getValue() % 4),
                    key,
                    value.formatted("librdkafka").getBytes(UTF_8)));
            for (var partition = 0; partition < 4; partition++) {
                produce(new ProducerRecord<>(
                        "spillway.events",
                        partition,
                        null,
                        value.formatted("null-" + partition).getBytes(UTF_8)));
            }

            // then
            await().atMost(SOON).until(() -> receiver.at("/producer").size() == 6);
            assertThat(receiver.at("/producer"))
                    .extracting(Receiver.Request::event)
                    .containsExactlyInAnyOrder("java", "librdkafka", "null-0", "null-1", "null-2", "null-3");
            assertThat(receiver.at("/producer"))
                    .allSatisfy(request ->
                            assertThat(new String(request.body(), UTF_8)).isEqualTo("{ \"by\" : \"kafka\" }"));
        }

        @Test
        void shouldPutGarbageAsideAndDeliverWhatIsGoodAroundIt() throws Exception {
            // given
            spillway.tenant("garbage");
            spillway.webhook("garbage", "d", receiver.url("/garbage"), "");
            var bad = Map.of(
                    "empty", new byte[0],
                    "invalid_utf8", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                    "invalid_json", "{\"tenant_id\":\"garbage\",\"data\":{".getBytes(UTF_8),
                    "unknown_format", new byte[] {9, 9, 9},
                    "unknown_schema", new byte[] {0, 0x7f, 0, 0, 1, 2, 3},
                    "no_tenant", "{\"data\":{}}".getBytes(UTF_8));
            var good = "{\"tenant_id\":\"garbage\",\"id\":\"good-%d\",\"data\":{}}";

            // when
            var n = 0;
            for (var value : bad.values()) {
                produce(new ProducerRecord<>("spillway.events", 0, null, value));
                produce(new ProducerRecord<>(
                        "spillway.events", 0, null, good.formatted(n++).getBytes(UTF_8)));
            }

            // then
            await().atMost(SOON).until(() -> receiver.at("/garbage").size() == bad.size());
            await().atMost(SOON).untilAsserted(() -> assertThat(quarantine()).containsAll(bad.keySet()));
        }

        private void produce(ProducerRecord<byte[], byte[]> record) throws Exception {
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", spillway.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(record).get();
            }
        }

        /** The causes on the topic; each value holds its cause as plain text. */
        private Set<String> quarantine() {
            var texts = spillway.records("spillway.quarantine").stream()
                    .map(record -> new String(record.value(), UTF_8))
                    .toList();
            return Stream.of("empty", "invalid_utf8", "invalid_json", "unknown_format", "unknown_schema", "no_tenant")
                    .filter(cause -> texts.stream().anyMatch(text -> text.contains(cause)))
                    .collect(Collectors.toSet());
        }
    }

    private JsonNode models(String path) {
        return spillway.get(path).json().at("/models");
    }

    @Nested
    class TellingTheOperator {

        @Test
        void shouldDisableWhatIsGoneAndSayWhySignedUntilItIsHeard() throws Exception {
            // given
            receiver.answers("/gone", n -> 410);
            receiver.answers("/operator", n -> n == 1 ? 503 : 200);
            spillway.tenant("told");
            spillway.webhook("told", "d", receiver.url("/gone"), "");

            // when
            spillway.publish("told", "e1", "{\"n\":1.50}");

            // then
            await().atMost(SOON).until(() -> receiver.at("/operator").size() == 2);
            var request = receiver.at("/operator").getLast();
            assertThat(request.body())
                    .isEqualTo(receiver.at("/operator").getFirst().body());
            assertThat(request.header("x-outpost-signature")).contains("v0=" + hmac("of the operator", request.body()));
            var told = new ObjectMapper().readTree(request.body());
            assertThat(told.at("/topic").asText()).isEqualTo("alert.destination.disabled");
            assertThat(told.at("/data/reason").asText()).isEqualTo("gone");
            assertThat(told.at("/data/destination/config/url").asText()).isEqualTo(receiver.url("/gone"));
            assertThat(new String(request.body(), UTF_8))
                    .contains("\"data\":{\"n\":1.50}")
                    .doesNotContain("secret");
            assertThat(spillway.get("/tenants/told/destinations/d")
                            .json()
                            .at("/health/reason")
                            .asText())
                    .isEqualTo("gone");
            assertThat(spillway.get("/deliveries?tenant_id=told&state=dead")
                            .json()
                            .at("/models/0/reason")
                            .asText())
                    .isEqualTo("gone");
        }
    }

    static String hmac(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
