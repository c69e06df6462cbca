package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {

    private static final Wire WIRE = Wire.inMemory();
    private static final int ROUNDS = 300;

    record Kind<T>(String name, Serde<T> serde, Function<Samples, T> sample) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind<?>> values() {
        return Stream.of(
                new Kind<>("event", WIRE.events(), Samples::event),
                new Kind<>("command", WIRE.commands(), Samples::command),
                new Kind<>("answer", WIRE.answers(), Samples::answer),
                new Kind<>("tenant", WIRE.tenants(), Samples::tenant),
                new Kind<>("subscription", WIRE.subscriptions(), Samples::subscription),
                new Kind<>("status", WIRE.destinations(), Samples::status),
                new Kind<>("delivery", WIRE.deliveries(), Samples::delivery),
                new Kind<>("report", WIRE.reports(), Samples::report),
                new Kind<>("waiting", WIRE.waiting(), Samples::waiting),
                new Kind<>("dead letter", WIRE.deadLetters(), Samples::deadLetter),
                new Kind<>("quarantined", WIRE.quarantined(), Samples::quarantined),
                new Kind<>("operator event", WIRE.operatorEvents(), Samples::operatorEvent),
                new Kind<>("audit record", WIRE.auditRecords(), Samples::auditRecord),
                new Kind<>("erasure", WIRE.erasures(), Samples::erasure));
    }

    static Stream<Kind<?>> rows() {
        return Stream.of(
                new Kind<>("event entry", WIRE.eventEntries(), Samples::eventEntry),
                new Kind<>("delivery entry", WIRE.deliveryEntries(), Samples::deliveryEntry),
                new Kind<>("health", WIRE.health(), Samples::health),
                new Kind<>("heldDelivery", WIRE.heldDeliveries(), Samples::heldDelivery),
                new Kind<>("heldQueue", WIRE.heldQueues(), Samples::heldQueue),
                new Kind<>("job", WIRE.jobs(), Samples::job),
                new Kind<>("tenant row", WIRE.tenantRows(), Samples::tenant),
                new Kind<>("subscription row", WIRE.subscriptionRows(), Samples::subscription));
    }

    static Stream<Kind<?>> all() {
        return Stream.concat(values(), rows());
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void shouldReadWhatItWrote(Kind<T> kind) {
        IntStream.range(0, ROUNDS).forEach(seed -> {
            // given
            var value = kind.sample().apply(new Samples(seed));

            // when
            var bytes = kind.serde().serializer().serialize("topic", value);

            // then
            assertThat(kind.serde().deserializer().deserialize("topic", bytes)).isEqualTo(value);
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void shouldKeepTombstones(Kind<T> kind) {
        assertThat(kind.serde().serializer().serialize("topic", null)).isNull();
        assertThat(kind.serde().deserializer().deserialize("topic", (byte[]) null))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void shouldWriteTheRegistrysForm(Kind<T> kind) {
        // when
        var bytes = kind.serde().serializer().serialize("topic", kind.sample().apply(new Samples(1)));

        // then
        assertThat(bytes).startsWith(0, 0, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("rows")
    <T> void shouldWriteRowsInSingleObjectEncoding(Kind<T> kind) {
        // when
        var bytes = kind.serde().serializer().serialize("store", kind.sample().apply(new Samples(1)));

        // then
        assertThat(bytes).startsWith(0xC3, 0x01);
    }

    @Nested
    class WhatCannotBeRead {

        @ParameterizedTest
        @MethodSource("io.spillway.wire.WireTest#all")
        <T> void shouldRefuseEveryTruncation(Kind<T> kind) {
            // given
            var bytes =
                    kind.serde().serializer().serialize("topic", kind.sample().apply(new Samples(7)));

            for (var length = 0; length < bytes.length; length++) {
                var cut = Arrays.copyOf(bytes, length);

                // then
                assertThatExceptionOfType(SerializationException.class)
                        .isThrownBy(() -> kind.serde().deserializer().deserialize("topic", cut));
            }
        }

        @Test
        void shouldNameAnUnknownSchemaWithoutAskingTheRegistry() {
            // given
            var registry = new InMemoryRegistry();
            var wire = Wire.with(registry);

            // then
            assertThatExceptionOfType(UnknownSchemaException.class)
                    .isThrownBy(() ->
                            wire.events().deserializer().deserialize("topic", new byte[] {0, 0, 0, 3, (byte) 0xE8, 1}))
                    .satisfies(e -> assertThat(e.id()).isEqualTo(1000));
            assertThat(registry.questions()).isZero();
        }
    }

    @Test
    void shouldGetTheSameIdsAgain() {
        // given
        var registry = new InMemoryRegistry();
        var first = Wire.with(registry);

        // when
        var second = Wire.with(registry);

        // then
        var event = new Samples(1).event();
        assertThat(second.events()
                        .deserializer()
                        .deserialize("t", first.events().serializer().serialize("t", event)))
                .isEqualTo(event);
    }

    @Test
    void shouldRegisterSchemasThatSayNothingOfJava() {
        assertThat(Registration.VALUES)
                .extracting(SchemaVersions::plain)
                .extracting(Schema::toString)
                .noneMatch(text -> text.contains("java"));
    }
}
