package io.spillway.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Makes the serdes of state rows. */
final class Rows {

    private Rows() {}

    static <T, A extends SpecificRecord> Serde<T> of(Codec<T, A> codec) {
        return new RowSerde<>(codec, SchemaVersions.of(codec.schema().getName()));
    }
}
