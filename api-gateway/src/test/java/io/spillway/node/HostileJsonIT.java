package io.spillway.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** JSONTestSuite and worse, wherever JSON comes in: what is good is kept to the byte, what is not is refused, nothing breaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileJsonIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String EVENTS = "spillway.events";
    /** The suite has them as good; we refuse what two readers would understand differently. */
    private static final Set<String> REPEATED_KEYS =
            Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    private final Receiver receiver = new Receiver();

    private List<Vector> vectors;
    private Local spillway;

    /**
     * Something to be read.
     *
     * @param document bytes of a JSON value, or of what is none
     */
    private record Vector(String name, byte[] document) {

        boolean good() {
            return name.startsWith("y_") && !REPEATED_KEYS.contains(name);
        }

        boolean bad() {
            return name.startsWith("n_") || REPEATED_KEYS.contains(name);
        }

        /** The document inside of something, byte for byte. */
        byte[] in(String before, String after) {
            return (before + new String(document, ISO_8859_1) + after).getBytes(ISO_8859_1);
        }

        byte[] data() {
            return in("{ \"v\" : ", " }");
        }

        byte[] event(String tenant) {
            return in(
                    "{\"tenant_id\":\"%s\",\"id\":\"%s\",\"topic\":\"t\",\"data\":{ \"v\" : ".formatted(tenant, name),
                    " }}");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        vectors = Stream.concat(suite(), worse()).toList();
        spillway = Local.start(folder);
    }

    @AfterAll
    void stop() {
        spillway.close();
        receiver.close();
    }

    private static Stream<Vector> suite() throws IOException {
        var printed = NodeJs.run("json-suite.js", new byte[0]);
        return new ObjectMapper()
                .readTree(printed.output())
                .valueStream()
                .map(one -> new Vector(
                        one.path("name").textValue(),
                        one.path("input").textValue().getBytes(UTF_8)));
    }

    /** What a suite of texts cannot hold, and what is only long. */
    private static Stream<Vector> worse() {
        return Map.of(
                        "n_bytes_ff", "\"\u00ff\"",
                        "n_bytes_overlong", "\"\u00c0\u00af\"",
                        "n_bytes_surrogate", "\"\u00ed\u00a0\u0080\"",
                        "n_bytes_cut", "\"\u00e6\u00bc",
                        "n_bytes_mark", "\u00ef\u00bb\u00bf1",
                        "n_bytes_nul", "1\u0000",
                        "i_deep", "[".repeat(900) + "]".repeat(900),
                        "n_deeper", "[".repeat(200_000) + "]".repeat(200_000),
                        "y_long_text", '"' + "x".repeat(700_000) + '"',
                        "y_long_number", "9".repeat(100_000) + ".10e-0")
                .entrySet()
                .stream()
                .map(one -> new Vector(one.getKey(), one.getValue().getBytes(ISO_8859_1)));
    }

    @Test
    void shouldKeepGoodDataToTheByteAndRefuseTheRestByRest() {
        // given
        spillway.tenant("rest");
        spillway.webhook("rest", "d", receiver.url("/rest"), "");

        // when
        var statuses = new LinkedHashMap<Vector, Integer>();
        vectors.forEach(vector -> statuses.put(
                vector,
                spillway.call("POST", "/publish", vector.event("rest"), Local.KEY)
                        .status()));

        // then
        statuses.forEach((vector, status) -> assertThat(status)
                .as(vector.name())
                .isIn(vector.good() ? Set.of(202) : vector.bad() ? Set.of(422) : Set.of(202, 422)));
        var taken =
                vectors.stream().filter(vector -> statuses.get(vector) == 202).toList();
        assertThat(taken).hasSizeGreaterThan(90);
        requireDelivered("/rest", taken);
        taken.forEach(vector -> assertThat(spillway.text("/events/" + vector.name() + "?tenant_id=rest"))
                .as(vector.name())
                .contains("\"data\":" + new String(vector.data(), UTF_8)));
    }

    @Test
    void shouldKeepGoodDataToTheByteAndPutTheRestAsideByKafka() {
        // given
        spillway.tenant("kafka");
        spillway.webhook("kafka", "d", receiver.url("/kafka"), "");

        // when
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", spillway.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var key = "kafka".getBytes(UTF_8);
            var sent = vectors.stream()
                    .map(vector -> producer.send(new ProducerRecord<>(EVENTS, key, vector.event("kafka"))))
                    .toList();
            producer.flush();
            assertThat(sent).allMatch(Future::isDone);
        }

        // then
        var good = vectors.stream().filter(Vector::good).toList();
        await().atMost(SOON).until(() -> delivered("/kafka").keySet().containsAll(names(good)));
        await().atMost(SOON).until(() -> delivered("/kafka").size() + putAside() == vectors.size());
        var taken = vectors.stream()
                .filter(vector -> delivered("/kafka").containsKey(vector.name()))
                .toList();
        assertThat(taken).noneMatch(Vector::bad);
        requireDelivered("/kafka", taken);
    }

    @Test
    void shouldNeverBreakOnOtherBodies() {
        // given
        spillway.tenant("bodies");
        spillway.webhook("bodies", "d", receiver.url("/bodies"), "");
        var destination = "\"type\":\"webhook\",\"topics\":[\"t\"],\"config\":{\"url\":\"https://example.com/\"}";
        Map<String, Function<Vector, byte[]>> bodies = Map.of(
                "PUT /tenants/bodies", vector -> vector.in("{\"metadata\":{\"k\":", "}}"),
                "PUT /tenants/bodies ", Vector::document,
                "POST /tenants/bodies/destinations", vector -> vector.in("{" + destination + ",\"id\":", "}"),
                "PATCH /tenants/bodies/destinations/d", vector -> vector.in("{\"filter\":{\"data\":{\"v\":", "}}}"),
                "PATCH /tenants/bodies/destinations/d ", vector -> vector.in("{\"config\":{\"custom_headers\":", "}}"),
                "POST /retry", vector -> vector.in("{\"destination_id\":\"d\",\"event_id\":", "}"),
                "POST /publish",
                        vector -> vector.in("{\"tenant_id\":\"nobody\",\"data\":{},\"metadata\":{\"k\":", "}}"),
                "POST /publish ", Vector::document,
                "POST /publish/batch", vector -> vector.in("{\"events\":", "}"),
                "POST /api-keys", vector -> vector.in("{\"name\":\"k\",\"scopes\":", "}"));
        bodies.forEach((route, body) -> vectors.forEach(vector -> {
            // when
            var words = route.strip().split(" ");
            var answer = spillway.call(words[0], words[1], body.apply(vector), Local.KEY);

            // then
            assertThat(answer.status()).as(route + " " + vector).isLessThan(500);
            if (vector.bad() && vector.document().length > 0) {
                assertThat(answer.status()).as(route + " " + vector).isIn(413, 422);
            }
        }));
        assertThat(spillway.publish("bodies", "still-there", "{}").status()).isEqualTo(202);
    }

    private void requireDelivered(String path, List<Vector> taken) {
        await().atMost(SOON).until(() -> delivered(path).keySet().containsAll(names(taken)));
        var bodies = delivered(path);
        taken.forEach(vector ->
                assertThat(bodies.get(vector.name())).as(vector.name()).isEqualTo(vector.data()));
    }

    private static List<String> names(List<Vector> vectors) {
        return vectors.stream().map(Vector::name).toList();
    }

    private Map<String, byte[]> delivered(String path) {
        return receiver.at(path).stream()
                .collect(Collectors.toMap(Receiver.Request::event, Receiver.Request::body, (one, again) -> again));
    }

    /** How many records are on the topic for what could not be read; only this class's garbage is in this Kafka. */
    private int putAside() {
        return spillway.records("spillway.quarantine").size();
    }
}
