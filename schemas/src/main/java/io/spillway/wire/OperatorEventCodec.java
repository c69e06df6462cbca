package io.spillway.wire;

import io.spillway.domain.OperatorEvent;
import io.spillway.domain.TenantId;
import org.apache.avro.Schema;

/** Values of {@code operator-events}. */
final class OperatorEventCodec implements Codec<OperatorEvent, io.spillway.wire.avro.OperatorEvent> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.OperatorEvent.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.OperatorEvent toAvro(OperatorEvent event) {
        return new io.spillway.wire.avro.OperatorEvent(
                event.id(), event.topic(), event.time(), event.tenant().value(), event.data());
    }

    @Override
    public OperatorEvent toDomain(io.spillway.wire.avro.OperatorEvent event) {
        return new OperatorEvent(
                event.getId(), event.getTopic(), event.getTime(), new TenantId(event.getTenantId()), event.getData());
    }
}
