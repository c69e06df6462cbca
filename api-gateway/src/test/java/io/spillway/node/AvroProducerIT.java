package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.spillway.domain.Quarantined;
import io.spillway.domain.RecordAt;
import io.spillway.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Producers with Apicurio's serialiser as it comes, which registers their own schemas in the node's registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AvroProducerIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration SHORTEST_TIER = Duration.ofSeconds(1);

    private final Receiver receiver = new Receiver();

    private Local spillway;

    @BeforeAll
    void start() {
        spillway = Local.shared();
    }

    @AfterAll
    void stop() {
        receiver.close();
    }

    @Test
    void shouldDeliverEverythingThatTheEventSchemaHolds() throws Exception {
        // given
        var destination = destination("full");
        spillway.webhook("full", "other", receiver.url("/other"), "");
        var schema = parsed(resource("/schemas/v1/Event.avsc"));
        var time = Instant.parse("2026-01-02T03:04:05.678Z");
        var event = new GenericRecordBuilder(schema)
                .set("tenant_id", "full")
                .set("id", "avro-1")
                .set("topic", "order.paid")
                .set("time", time.toEpochMilli())
                .set("metadata", Map.of("source", "till-3"))
                .set("data", bytes("{ \"n\" : 1.50 }"))
                .set("destination_id", "d")
                .build();

        // when
        produce("full", event);

        // then
        var request = received(destination, 1).getFirst();
        assertThat(new String(request.body(), UTF_8)).isEqualTo("{ \"n\" : 1.50 }");
        assertThat(request.event()).isEqualTo("avro-1");
        assertThat(request.header("x-outpost-topic")).contains("order.paid");
        assertThat(request.header("x-outpost-source")).contains("till-3");
        assertThat(Instant.parse(spillway.get("/events/avro-1?tenant_id=full")
                        .json()
                        .at("/time")
                        .asText()))
                .isEqualTo(time);
        assertThat(receiver.at("/other")).isEmpty();
    }

    @Test
    void shouldDeliverARecordOfSomebodysOwnWithFewerFieldsOnceItsSchemaWasLookedUp() throws Exception {
        // given
        var destination = destination("fewer");
        var schema = parsed("""
                {"type": "record", "name": "Paid", "namespace": "shop", "fields": [
                  {"name": "data", "type": "bytes"}, {"name": "tenant_id", "type": "string"}]}""");
        var event = new GenericRecordBuilder(schema)
                .set("data", bytes("{\"by\":\"avro\"}"))
                .set("tenant_id", "fewer")
                .build();

        // when
        var first = produce(null, event);
        var firstRequest = received(destination, 1).getFirst();
        produce("fewer", event);

        // then
        var requests = received(destination, 2);
        assertThat(requests)
                .extracting(request -> new String(request.body(), UTF_8))
                .containsOnly("{\"by\":\"avro\"}");
        assertThat(requests).extracting(Receiver.Request::event).doesNotHaveDuplicates();
        assertThat(Duration.between(Instant.ofEpochMilli(first.timestamp()), firstRequest.at()))
                .isGreaterThanOrEqualTo(SHORTEST_TIER);
    }

    @Test
    void shouldDeliverARecordWithFurtherFieldsOfTypesThatWeDoNotKnow() throws Exception {
        // given
        var destination = destination("more");
        var schema = parsed("""
                {"type": "record", "name": "Event", "namespace": "shop", "fields": [
                  {"name": "tenant_id", "type": "string"},
                  {"name": "customer", "type": {"type": "record", "name": "Customer", "fields": [
                    {"name": "name", "type": "string"},
                    {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["NEW", "OLD"]}}]}},
                  {"name": "id", "type": ["string", "null"]},
                  {"name": "data", "type": "string"}]}""");
        var customer = schema.getField("customer").schema();
        var kind = customer.getField("kind").schema();

        // when
        produce(
                "more",
                new GenericRecordBuilder(schema)
                        .set("tenant_id", "more")
                        .set(
                                "customer",
                                new GenericRecordBuilder(customer)
                                        .set("name", "Ada")
                                        .set("kind", new GenericData.EnumSymbol(kind, "OLD"))
                                        .build())
                        .set("id", "m-1")
                        .set("data", "{\"n\":\"é\"}")
                        .build());

        // then
        var request = received(destination, 1).getFirst();
        assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"n\":\"é\"}");
        assertThat(request.event()).isEqualTo("m-1");
    }

    @Test
    void shouldPutAsideWhatItsSchemaMakesNoEvent() throws Exception {
        // given
        var destination = destination("none");
        var noData = parsed("""
                {"type": "record", "name": "Shipped", "namespace": "shop", "fields": [
                  {"name": "tenant_id", "type": "string"}]}""");
        var otherData = parsed("""
                {"type": "record", "name": "Shipped2", "namespace": "shop", "fields": [
                  {"name": "tenant_id", "type": "string"}, {"name": "data", "type": "long"}]}""");
        var good = parsed(resource("/schemas/v1/Event.avsc"));

        // when
        var bad = List.of(
                produce(
                        "none",
                        new GenericRecordBuilder(noData)
                                .set("tenant_id", "none")
                                .build()),
                produce(
                        "none",
                        new GenericRecordBuilder(otherData)
                                .set("tenant_id", "none")
                                .set("data", 5L)
                                .build()));
        produce(
                "none",
                new GenericRecordBuilder(good)
                        .set("tenant_id", "none")
                        .set("id", "good")
                        .set("data", bytes("{}"))
                        .build());

        // then
        assertThat(received(destination, 1)).extracting(Receiver.Request::event).containsExactly("good");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(quarantine())
                        .filteredOn(one -> one.cause().equals("invalid_avro"))
                        .extracting(Quarantined::source)
                        .containsExactlyInAnyOrderElementsOf(
                                bad.stream().map(AvroProducerIT::at).toList()));
    }

    private String destination(String tenant) {
        spillway.tenant(tenant);
        spillway.webhook(tenant, "d", receiver.url("/" + tenant), "");
        return "/" + tenant;
    }

    private List<Receiver.Request> received(String path, int count) {
        await().atMost(SOON).until(() -> receiver.at(path).size() == count);
        return receiver.at(path);
    }

    private RecordMetadata produce(String key, GenericRecord event) throws Exception {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                spillway.bootstrapServers(),
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                AvroKafkaSerializer.class,
                "apicurio.registry.url",
                spillway.registry() + "/apis/registry/v3",
                "apicurio.registry.auto-register",
                true);
        try (var producer = new KafkaProducer<String, GenericRecord>(settings)) {
            return producer.send(new ProducerRecord<>("spillway.events", key, event))
                    .get();
        }
    }

    private List<Quarantined> quarantine() {
        var reader = Wire.connect(spillway.registry(), Map.of()).quarantined().deserializer();
        return spillway.records("spillway.quarantine").stream()
                .map(record -> reader.deserialize(record.topic(), record.value()))
                .toList();
    }

    private static RecordAt at(RecordMetadata record) {
        return new RecordAt(record.topic(), record.partition(), record.offset());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static Schema parsed(String json) {
        return new Schema.Parser().parse(json);
    }

    private static String resource(String path) throws Exception {
        try (var in = Wire.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
