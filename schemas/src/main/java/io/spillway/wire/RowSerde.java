package io.spillway.wire;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** State rows in Avro's single-object encoding (C3 01, fingerprint, Avro); every schema that was ever written is built in. */
final class RowSerde<T, A extends SpecificRecord> implements Serde<T> {

    private final Codec<T, A> codec;
    private final BinaryMessageEncoder<A> encoder;
    private final BinaryMessageDecoder<A> decoder;

    RowSerde(Codec<T, A> codec, List<Schema> older) {
        this.codec = codec;
        encoder = new BinaryMessageEncoder<>(CodecDatums.data(), codec.schema());
        decoder = new BinaryMessageDecoder<>(CodecDatums.data(), codec.schema());
        older.forEach(decoder::addSchema);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, row) -> row == null ? null : write(row);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> read(topic, bytes);
    }

    private byte[] write(T row) {
        try {
            return Bytes.of(encoder.encode(codec.toAvro(row)));
        } catch (IOException e) {
            throw new SerializationException("a row of " + codec.schema().getName() + " cannot be written", e);
        }
    }

    private @Nullable T read(String store, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return codec.toDomain(decoder.decode(bytes, null));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("a row of " + store + " cannot be read", e);
        }
    }
}
