package io.spillway.wire;

import io.spillway.domain.Data;
import io.spillway.domain.Quarantined;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Values of {@code quarantine}. */
final class QuarantinedCodec implements Codec<Quarantined, io.spillway.wire.avro.Quarantined> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Quarantined.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Quarantined toAvro(Quarantined quarantined) {
        return new io.spillway.wire.avro.Quarantined(
                buffer(quarantined.key()),
                buffer(quarantined.value()),
                KnownEvents.at(quarantined.source()),
                quarantined.cause(),
                quarantined.detail());
    }

    @Override
    public Quarantined toDomain(io.spillway.wire.avro.Quarantined quarantined) {
        return new Quarantined(
                bytes(quarantined.getKey()),
                bytes(quarantined.getValue()),
                KnownEvents.at(quarantined.getSource()),
                quarantined.getCause(),
                quarantined.getDetail());
    }

    private static @Nullable ByteBuffer buffer(Optional<Data.Inline> bytes) {
        return bytes.map(inline -> ByteBuffer.wrap(inline.bytes())).orElse(null);
    }

    private static Optional<Data.Inline> bytes(@Nullable ByteBuffer buffer) {
        return Optional.ofNullable(buffer).map(some -> new Data.Inline(Bytes.of(some)));
    }
}
