package io.spillway.wire;

import io.apicurio.registry.serde.avro.AvroDatumProvider;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import io.spillway.wire.avro.Event;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes domain values through a {@link Codec}, one reader for each writer's schema. The registry's serdes make
 * it by name and hand it their configuration, in which the codec travels.
 */
public final class CodecDatums<T> implements AvroDatumProvider<T> {

    static final String CODEC = "spillway.codec";

    static {
        // Avro makes instances of no class that it was not told to trust, since a writer's schema may name any.
        var trusted = ClassSecurityValidator.getGlobal();
        var generated = Event.class.getPackage();
        ClassSecurityValidator.setGlobal(type -> generated.equals(type.getPackage()) || trusted.isTrusted(type));
    }

    private @Nullable Writer<T, ?> writer;
    private @Nullable Readers<T, ?> readers;

    @Override
    @SuppressWarnings("unchecked")
    public void configure(AvroSerdeConfig config) {
        configure((Codec<T, ?>) Objects.requireNonNull(config.originals().get(CODEC)));
    }

    private <A extends SpecificRecord> void configure(Codec<T, A> codec) {
        writer = new Writer<>(codec, new SpecificDatumWriter<>(codec.schema(), data()));
        readers = new Readers<>(codec, new ConcurrentHashMap<>());
    }

    static SpecificData data() {
        var data = new SpecificData(CodecDatums.class.getClassLoader());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        return data;
    }

    @Override
    public DatumWriter<T> createDatumWriter(T value, Schema schema) {
        return Objects.requireNonNull(writer);
    }

    @Override
    public DatumReader<T> createDatumReader(Schema schema) {
        return Objects.requireNonNull(readers).forWriter(schema);
    }

    @Override
    public Schema toSchema(T value) {
        throw new IllegalStateException("schemas are resolved by id only");
    }

    private record Writer<T, A extends SpecificRecord>(Codec<T, A> codec, SpecificDatumWriter<A> records)
            implements DatumWriter<T> {

        @Override
        public void setSchema(Schema schema) {
            records.setSchema(schema);
        }

        @Override
        public void write(T value, Encoder out) throws IOException {
            records.write(codec.toAvro(value), out);
        }
    }

    private record Readers<T, A extends SpecificRecord>(Codec<T, A> codec, Map<Schema, Reader<T, A>> byWriter) {

        Reader<T, A> forWriter(Schema schema) {
            var reader = byWriter.get(schema);
            return reader != null ? reader : byWriter.computeIfAbsent(schema, this::reader);
        }

        private Reader<T, A> reader(Schema schema) {
            return new Reader<>(codec, new SpecificDatumReader<>(schema, codec.schema(), data()));
        }
    }

    private record Reader<T, A extends SpecificRecord>(Codec<T, A> codec, SpecificDatumReader<A> records)
            implements DatumReader<T> {

        @Override
        public void setSchema(Schema schema) {
            records.setSchema(schema);
        }

        @Override
        public T read(T reuse, Decoder in) throws IOException {
            return codec.toDomain(records.read(null, in));
        }
    }
}
