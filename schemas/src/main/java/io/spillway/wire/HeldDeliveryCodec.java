package io.spillway.wire;

import io.spillway.domain.DeliveryId;
import io.spillway.domain.EventId;
import io.spillway.domain.HeldDelivery;
import org.apache.avro.Schema;

/** Rows of held deliveries. */
final class HeldDeliveryCodec implements Codec<HeldDelivery, io.spillway.wire.avro.HeldDelivery> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.HeldDelivery.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.HeldDelivery toAvro(HeldDelivery held) {
        return new io.spillway.wire.avro.HeldDelivery(
                held.delivery().value(),
                held.event().value(),
                held.version(),
                held.attempt(),
                held.pass(),
                DeliveryCodec.replay(held.replay()));
    }

    @Override
    public HeldDelivery toDomain(io.spillway.wire.avro.HeldDelivery held) {
        return new HeldDelivery(
                new DeliveryId(held.getDeliveryId()),
                new EventId(held.getEventId()),
                held.getVersion(),
                held.getAttempt(),
                held.getPass(),
                DeliveryCodec.replay(held.getReplay()));
    }
}
