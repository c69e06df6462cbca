package io.spillway.wire;

import io.spillway.domain.DeadLetter;
import org.apache.avro.Schema;

/** Values of {@code dead-letters}. */
final class DeadLetterCodec implements Codec<DeadLetter, io.spillway.wire.avro.DeadLetter> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.DeadLetter.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.DeadLetter toAvro(DeadLetter letter) {
        return new io.spillway.wire.avro.DeadLetter(
                DeliveryCodec.INSTANCE.toAvro(letter.delivery()),
                letter.cause(),
                Attempts.toAvro(letter.last()),
                letter.diedAt());
    }

    @Override
    public DeadLetter toDomain(io.spillway.wire.avro.DeadLetter letter) {
        return new DeadLetter(
                DeliveryCodec.INSTANCE.toDomain(letter.getDelivery()),
                letter.getCause(),
                Attempts.toDomain(letter.getLast()),
                letter.getDiedAt());
    }
}
