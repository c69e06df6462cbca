package io.spillway.wire;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Translates one kind of value between the domain and its generated Avro class; bytes are shared, never copied. */
interface Codec<T, A extends SpecificRecord> {

    Schema schema();

    A toAvro(T value);

    /** Throws a runtime exception where the record breaks a rule of the domain. */
    T toDomain(A record);
}
