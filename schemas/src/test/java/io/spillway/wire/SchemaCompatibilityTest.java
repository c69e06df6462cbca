package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node of this release and one of any earlier release may run side by side, and read each other's records. */
class SchemaCompatibilityTest {

    private static final String HOW =
            "a schema changed in a way that nodes of other releases cannot read: add fields with defaults only";

    record Kind<T, A extends SpecificRecord>(Codec<T, A> codec, Function<Samples, T> sample) {

        Schema schema() {
            return codec.schema();
        }

        A record(long seed) {
            return codec.toAvro(sample.apply(new Samples(seed)));
        }

        @Override
        public String toString() {
            return schema().getName();
        }
    }

    static Stream<Kind<?, ?>> kinds() {
        return Stream.of(
                new Kind<>(new EventCodec(), Samples::event),
                new Kind<>(new CommandCodec(), Samples::command),
                new Kind<>(new AnswerCodec(), Samples::answer),
                new Kind<>(new TenantCodec(), Samples::tenant),
                new Kind<>(new SubscriptionCodec(), Samples::subscription),
                new Kind<>(new DestinationStatusCodec(), Samples::status),
                new Kind<>(new DeliveryCodec(), Samples::delivery),
                new Kind<>(new ReportCodec(), Samples::report),
                new Kind<>(new WaitingCodec(), Samples::waiting),
                new Kind<>(new DeadLetterCodec(), Samples::deadLetter),
                new Kind<>(new QuarantinedCodec(), Samples::quarantined),
                new Kind<>(new OperatorEventCodec(), Samples::operatorEvent),
                new Kind<>(new AuditRecordCodec(), Samples::auditRecord),
                new Kind<>(new ErasureCodec(), Samples::erasure),
                new Kind<>(new EventEntryCodec(), Samples::eventEntry),
                new Kind<>(new DeliveryEntryCodec(), Samples::deliveryEntry),
                new Kind<>(new HealthCodec(), Samples::health),
                new Kind<>(new HeldDeliveryCodec(), Samples::heldDelivery),
                new Kind<>(new HeldQueueCodec(), Samples::heldQueue),
                new Kind<>(JobCodec.INSTANCE, Samples::job));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldBeCompatibleWithEveryReleaseBothWays(Kind<?, ?> kind) {
        // given
        var now = SchemaVersions.plain(kind.schema());

        assertThat(SchemaVersions.of(now.getName())).isNotEmpty().allSatisfy(then -> {
            // then
            assertThat(compatibility(now, then)).as(HOW).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(then, now)).as(HOW).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T, A extends SpecificRecord> void shouldBeReadByEveryOlderRelease(Kind<T, A> kind) throws IOException {
        for (var then : SchemaVersions.of(kind.schema().getName())) {
            for (var seed = 0; seed < 50; seed++) {
                // given
                var bytes = written(kind, seed);

                // when
                var reader = new GenericDatumReader<>(kind.schema(), then);
                var record = reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));

                // then
                assertThat(record).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T, A extends SpecificRecord> void shouldReadRowsOfEveryOlderRelease(Kind<T, A> kind) throws IOException {
        for (var then : SchemaVersions.of(kind.schema().getName())) {
            for (var seed = 0; seed < 50; seed++) {
                // given: what that release would have written of this value
                var old = new GenericDatumReader<>(kind.schema(), then)
                        .read(null, DecoderFactory.get().binaryDecoder(written(kind, seed), null));
                var row = new BinaryMessageEncoder<>(CodecDatums.data(), then).encode(old);

                // then
                assertThat(Rows.of(kind.codec()).deserializer().deserialize("store", Bytes.of(row)))
                        .isNotNull();
            }
        }
    }

    @Test
    void shouldHaveTheSchemasOfThisReleaseFrozen() {
        assertThat(kinds())
                .allSatisfy(kind -> assertThat(
                                SchemaVersions.of(kind.schema().getName()).getLast())
                        .as("%s changed: add a folder to resources/schemas and to SchemaVersions.ALL", kind)
                        .isEqualTo(SchemaVersions.plain(kind.schema())));
    }

    @Nested
    class ANewField {

        /** What README says about adding a field, tried on an event: with a default it is readable both ways. */
        @Test
        void shouldBeReadableBothWaysWhereItHasADefault() {
            // given
            var now = SchemaVersions.plain(io.spillway.wire.avro.Event.getClassSchema());
            var later = with(now, new Schema.Field("priority", Schema.create(Schema.Type.INT), null, 0));

            // then
            assertThat(compatibility(now, later)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(later, now)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }

        @Test
        void shouldBeCaughtWhereItHasNone() {
            // given
            var now = SchemaVersions.plain(io.spillway.wire.avro.Event.getClassSchema());
            var later = with(now, new Schema.Field("priority", Schema.create(Schema.Type.INT)));

            // then
            assertThat(compatibility(later, now)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
        }

        private static Schema with(Schema schema, Schema.Field field) {
            var fields = Stream.concat(
                    schema.getFields().stream().map(old -> new Schema.Field(old, old.schema())), Stream.of(field));
            return Schema.createRecord(
                    schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields.toList());
        }
    }

    @Test
    void shouldHaveADefaultForEveryEnum() {
        assertThat(List.of(
                        io.spillway.wire.avro.Failure.getClassSchema(),
                        io.spillway.wire.avro.CancelReason.getClassSchema(),
                        io.spillway.wire.avro.Rejection.getClassSchema(),
                        io.spillway.wire.avro.DeliveryState.getClassSchema(),
                        io.spillway.wire.avro.JobState.getClassSchema(),
                        io.spillway.wire.avro.Steer.getClassSchema()))
                .allSatisfy(schema -> assertThat(schema.getEnumDefault()).isNotNull());
    }

    @Test
    void shouldKnowEveryWordOfTheDomain() {
        assertThat(names(io.spillway.wire.avro.Failure.values())).isEqualTo(names(io.spillway.domain.Failure.values()));
        assertThat(names(io.spillway.wire.avro.CancelReason.values()))
                .isEqualTo(names(io.spillway.domain.CancelReason.values()));
        assertThat(names(io.spillway.wire.avro.Rejection.values()))
                .isEqualTo(names(io.spillway.domain.Rejection.values()));
        assertThat(names(io.spillway.wire.avro.DeliveryState.values()))
                .isEqualTo(names(io.spillway.domain.DeliveryState.values()));
        assertThat(names(io.spillway.wire.avro.JobState.values()))
                .isEqualTo(names(io.spillway.domain.Job.State.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static <T, A extends SpecificRecord> byte[] written(Kind<T, A> kind, long seed) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        SpecificData data = CodecDatums.data();
        new SpecificDatumWriter<A>(kind.schema(), data).write(kind.record(seed), encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
