package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.wire.EventReader.Read;
import io.spillway.wire.EventReader.Result;
import io.spillway.wire.EventReader.UnknownSchema;
import io.spillway.wire.EventReader.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final int MAX = 1000;
    private static final RecordAt AT = new RecordAt("spillway.events", 3, 42);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final Optional<TenantId> NO_KEY = Optional.empty();

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final Wire wire = Wire.with(registry);
    private final EventReader reader = wire.eventReader(MAX);

    @Nested
    class Json {

        @Test
        void shouldBeReadWithoutAHeader() {
            // when
            var result = read(utf8(" \r\n{\"tenant_id\":\"t\",\"data\":{\"a\": 1}}"), NO_KEY);

            // then
            assertThat(result).isEqualTo(new Read(event("t", EventId.of(AT).value(), NOW, "{\"a\": 1}")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", " application/json "})
        void shouldBeReadWithAHeader(String type) {
            // when
            var result = read(utf8("{\"tenant_id\":\"t\",\"id\":\"e\",\"data\":{}}"), contentType(type), NO_KEY);

            // then
            assertThat(result).isEqualTo(new Read(event("t", "e", NOW, "{}")));
        }

        @Test
        void shouldPreferItsOwnTenantToTheKeys() {
            assertThat(read(utf8("{\"tenant_id\":\"t\",\"id\":\"e\",\"data\":{}}"), tenant("k")))
                    .isEqualTo(new Read(event("t", "e", NOW, "{}")));
        }

        @Test
        void shouldTakeTheKeysTenantWhereItNamesNone() {
            assertThat(read(utf8("{\"id\":\"e\",\"data\":{}}"), tenant("k")))
                    .isEqualTo(new Read(event("k", "e", NOW, "{}")));
        }

        @Test
        void shouldBeRefusedWhereItsTopicIsNoName() {
            var body = "{\"tenant_id\":\"t\",\"data\":{},\"topic\":\"%s\"}";

            assertThat(read(utf8(body.formatted("x".repeat(1_024))), NO_KEY)).isInstanceOf(Read.class);
            assertThat(read(utf8(body.formatted("x".repeat(1_025))), NO_KEY))
                    .isEqualTo(new Unreadable("invalid_event", "topic is invalid"));
        }

        @Test
        void shouldKeepItsOwnTime() {
            assertThat(read(
                            utf8("{\"tenant_id\":\"t\",\"id\":\"e\",\"time\":\"2020-01-01T00:00:00Z\",\"data\":{}}"),
                            NO_KEY))
                    .isEqualTo(new Read(event("t", "e", Instant.parse("2020-01-01T00:00:00Z"), "{}")));
        }
    }

    @Nested
    class Avro {

        @Test
        void shouldBeReadAsTheGatewayWritesIt() {
            for (var seed = 0; seed < 100; seed++) {
                // given
                var event = new Samples(seed).event();

                // when
                var result = read(wire.events().serializer().serialize("t", event), NO_KEY);

                // then
                var read = new Read(event);
                assertThat(result).isEqualTo(event.topic().equals(Optional.of("")) ? withoutTopic(read) : read);
            }
        }

        private Read withoutTopic(Read read) {
            var event = read.event();
            return new Read(new Event(
                    event.tenant(),
                    event.id(),
                    Optional.empty(),
                    event.time(),
                    event.metadata(),
                    event.eligibleForRetry(),
                    event.target(),
                    event.data()));
        }

        @Test
        void shouldBeReadFromAnyCompatibleSchemaOnceThatWasLookedUp() throws IOException {
            // given
            var schema = SchemaBuilder.record("MyEvent")
                    .namespace("com.example")
                    .fields()
                    .requiredString("data")
                    .requiredString("tenant_id")
                    .requiredDouble("price")
                    .requiredString("topic")
                    .endRecord();
            var id = registry.add(schema);
            var record = new GenericData.Record(schema);
            record.put("data", "{\"a\":1}");
            record.put("tenant_id", "t");
            record.put("price", 1.5);
            record.put("topic", "order.paid");
            var value = written(id, record);

            // then
            assertThat(read(value, NO_KEY)).isEqualTo(new UnknownSchema(id));
            assertThat(wire.lookup().find(id)).isEqualTo(new SchemaLookup.Found());
            assertThat(read(value, NO_KEY)).isInstanceOfSatisfying(Read.class, read -> {
                assertThat(read.event().tenant()).isEqualTo(new TenantId("t"));
                assertThat(read.event().topic()).contains("order.paid");
                assertThat(read.event().data()).isEqualTo(new Data.Inline(utf8("{\"a\":1}")));
                assertThat(read.event().eligibleForRetry()).isTrue();
                assertThat(read.event().id()).isEqualTo(EventId.of(AT));
                assertThat(read.event().time()).isEqualTo(NOW);
            });
        }

        @Test
        void shouldBeRefusedFromASchemaThatHasNoData() throws IOException {
            // given
            var schema = SchemaBuilder.record("Other")
                    .fields()
                    .requiredString("tenant_id")
                    .endRecord();
            var id = registry.add(schema);
            wire.lookup().find(id);
            var record = new GenericData.Record(schema);
            record.put("tenant_id", "t");

            // then
            assertThat(read(written(id, record), NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo("invalid_avro"));
        }

        @Test
        void shouldBeRefusedFromASchemaThatIsNoRecord() throws IOException {
            // given
            var id = registry.add(Schema.create(Schema.Type.STRING));
            wire.lookup().find(id);

            // then
            assertThat(read(written(id, "text"), NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo("invalid_avro"));
        }

        @Test
        void shouldNotOverflowTheStackOnARecursiveSchema() throws IOException {
            // given
            var schema = new Schema.Parser()
                    .parse(
                            "{\"type\":\"record\",\"name\":\"Chain\",\"fields\":["
                                    + "{\"name\":\"next\",\"type\":[\"null\",\"Chain\"]},{\"name\":\"data\",\"type\":\"bytes\"}]}");
            var id = registry.add(schema);
            wire.lookup().find(id);
            var value = ByteBuffer.allocate(2_000_005)
                    .put((byte) 0)
                    .putInt((int) id)
                    .array();
            Arrays.fill(value, 5, value.length, (byte) 2);

            // then
            assertThat(read(value, tenant("t")))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo("invalid_avro"));
        }

        @ParameterizedTest
        @CsvSource({
            "'{\"a\":1',invalid_json",
            "'{\"a\":1,\"a\":2}',invalid_json",
            "'{} x',invalid_json",
            "'',invalid_event",
            "'[]',invalid_event",
            "'7',invalid_event"
        })
        void shouldBeRefusedWhereItsDataIsNoJsonObject(String data, String cause) throws IOException {
            assertThat(read(avro("t", "e", utf8(data)), NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo(cause));
        }

        @Test
        void shouldBeRefusedWhereItsDataIsNotUtf8() throws IOException {
            assertThat(read(avro("t", "e", new byte[] {'{', (byte) 0xFF, '}'}), NO_KEY))
                    .isEqualTo(new Unreadable("invalid_utf8", "the text is not valid UTF-8"));
        }

        @ParameterizedTest
        @CsvSource({",e,no_tenant", "'',e,no_tenant", "a b,e,invalid_event", "t,'a\nb',invalid_event"})
        void shouldBeRefusedWhereItsIdsAreWrong(@Nullable String tenant, String id, String cause) throws IOException {
            assertThat(read(avro(tenant, id, utf8("{}")), NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo(cause));
        }

        /** It stands in a dead letter twice, which would then be none. */
        @Test
        void shouldBeRefusedWhereItsTopicIsNoName() throws IOException {
            assertThat(read(avro("t", "e", utf8("{}"), "é".repeat(512)), NO_KEY))
                    .isInstanceOf(Read.class);
            assertThat(read(avro("t", "e", utf8("{}"), "é".repeat(512) + "x"), NO_KEY))
                    .isEqualTo(new Unreadable("invalid_event", "topic must have at most 1,024 bytes"));
        }

        private byte[] avro(@Nullable String tenant, String id, byte[] data) throws IOException {
            return avro(tenant, id, data, "topic");
        }

        private byte[] avro(@Nullable String tenant, String id, byte[] data, String topic) throws IOException {
            var schema = SchemaVersions.plain(io.spillway.wire.avro.Event.getClassSchema());
            var record = new GenericData.Record(schema);
            record.put("topic", topic);
            record.put("tenant_id", tenant);
            record.put("id", id);
            record.put("data", ByteBuffer.wrap(data));
            record.put("metadata", Map.of());
            record.put("eligible_for_retry", true);
            return written(registry.add(schema), record);
        }
    }

    @Nested
    class Garbage {

        @Test
        void shouldBeNamedForWhatItIs() {
            assertCause("empty", null);
            assertCause("empty", new byte[0]);
            assertCause("unknown_format", utf8("hello"));
            assertCause("unknown_format", utf8("   "));
            assertCause("unknown_format", utf8("[{}]"));
            assertCause("unknown_format", new byte[] {1, 0, 0, 0, 1, 2, 3});
            assertCause("unknown_format", new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 0});
            assertCause("unknown_format", utf8("\uFEFF{}"));
            assertCause("invalid_json", utf8("{"));
            assertCause("invalid_json", utf8("{\"tenant_id\":\"t\",\"data\":{\"a\":"));
            assertCause("invalid_json", utf8("{\"tenant_id\":\"t\",\"data\":{}}{}"));
            assertCause("invalid_utf8", new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'});
            assertCause("no_tenant", utf8("{\"data\":{}}"));
            assertCause("no_tenant", utf8("{\"tenant_id\":\"\",\"data\":{}}"));
            assertCause("invalid_event", utf8("{}"));
            assertCause("invalid_event", utf8("{\"tenant_id\":\"t\"}"));
            assertCause("invalid_event", utf8("{\"tenant_id\":\"t\",\"data\":[]}"));
            assertCause("invalid_event", utf8("{\"tenant_id\":\"a b\",\"data\":{}}"));
            assertCause("invalid_avro", new byte[] {0});
            assertCause("invalid_avro", new byte[] {0, 0, 0, 0});
            assertCause("invalid_avro", new byte[] {0, 0, 0, 0, 1});
            assertCause("invalid_avro", new byte[] {0, 0, 0, 0, 1, 2, 127, 127, 127, 127});
            assertCause("too_large", utf8("{\"tenant_id\":\"t\",\"data\":{\"a\":\"" + "x".repeat(MAX) + "\"}}"));
            assertCause(
                    "too_large",
                    utf8("{\"tenant_id\":\"t\",\"metadata\":{\"a\":\"" + "x".repeat(MAX) + "\"},\"data\":{}}"));
        }

        @Test
        void shouldBeJsonWhereTheHeaderSaysSo() {
            assertThat(read(utf8("hello"), contentType("application/json"), NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo("invalid_json"));
            assertThat(read(new byte[] {(byte) 0xFF, 0}, contentType("application/json"), NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo("invalid_utf8"));
        }

        @Test
        void shouldNameAnUnknownSchema() {
            assertThat(read(new byte[] {0, 0, 0, 0x7F, 0x01, 5}, NO_KEY)).isEqualTo(new UnknownSchema(0x7F01));
            assertThat(read(new byte[] {0, -1, -1, -1, -1, 5}, NO_KEY)).isInstanceOf(UnknownSchema.class);
        }

        @Test
        void shouldNeverThrowNorReadAHeaderThatSwitchesTheEncoding() {
            // given
            var random = new Random(5);
            var headers = new RecordHeaders().add("apicurio.value.encoding", utf8("JSON"));
            var good = wire.events().serializer().serialize("t", new Samples(3).event());

            for (var round = 0; round < 20_000; round++) {
                var value = new byte[random.nextInt(60)];
                random.nextBytes(value);
                if (value.length > 5 && random.nextBoolean()) {
                    System.arraycopy(new byte[] {0, 0, 0, 0, 1}, 0, value, 0, 5);
                }

                // when
                var result = read(value, headers, tenant("t"));

                // then
                assertThat(result).isNotNull();
            }
            assertThat(read(good, NO_KEY)).isInstanceOf(Read.class);
        }

        private void assertCause(String cause, byte @Nullable [] value) {
            assertThat(read(value, NO_KEY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            result -> assertThat(result.cause()).isEqualTo(cause));
        }
    }

    @Nested
    class Keys {

        @Test
        void shouldNameATenantWhereTheyCan() {
            assertThat(EventReader.tenant(utf8("a.b"))).contains(new TenantId("a.b"));
            assertThat(EventReader.tenant(null)).isEmpty();
            assertThat(EventReader.tenant(new byte[0])).isEmpty();
            assertThat(EventReader.tenant(utf8("a b"))).isEmpty();
            assertThat(EventReader.tenant(new byte[] {(byte) 0xFF})).isEmpty();
        }
    }

    private Result read(byte @Nullable [] value, Optional<TenantId> key) {
        return read(value, new RecordHeaders(), key);
    }

    private Result read(byte @Nullable [] value, Headers headers, Optional<TenantId> key) {
        return reader.read(value, headers, AT, NOW, key);
    }

    private static Headers contentType(String type) {
        return new RecordHeaders().add("content-type", utf8(type));
    }

    private static Optional<TenantId> tenant(String id) {
        return Optional.of(new TenantId(id));
    }

    private static Event event(String tenant, String id, Instant time, String data) {
        return new Event(
                new TenantId(tenant),
                new EventId(id),
                Optional.empty(),
                time,
                Map.of(),
                true,
                Optional.<DestinationId>empty(),
                new Data.Inline(utf8(data)));
    }

    private static byte[] written(long id, Object value) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt((int) id).array());
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        var schema = value instanceof GenericRecord record ? record.getSchema() : Schema.create(Schema.Type.STRING);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
