package io.spillway.wire;

import io.spillway.domain.DestinationId;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.TenantId;
import io.spillway.wire.avro.Subject;
import java.util.Optional;
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
                event.id(),
                event.topic(),
                event.time(),
                event.tenant().value(),
                event.data(),
                event.subject().map(OperatorEventCodec::subject).orElse(null));
    }

    @Override
    public OperatorEvent toDomain(io.spillway.wire.avro.OperatorEvent event) {
        return new OperatorEvent(
                event.getId(),
                event.getTopic(),
                event.getTime(),
                new TenantId(event.getTenantId()),
                event.getData(),
                Optional.ofNullable(event.getSubject()).map(OperatorEventCodec::subject));
    }

    private static Subject subject(OperatorEvent.Subject subject) {
        return new Subject(
                subject.destination().value(),
                States.toAvro(subject.settings()),
                subject.event().map(KnownEvents::at).orElse(null));
    }

    private static OperatorEvent.Subject subject(Subject subject) {
        return new OperatorEvent.Subject(
                new DestinationId(subject.getDestinationId()),
                States.toDomain(subject.getSettings()),
                Optional.ofNullable(subject.getEvent()).map(KnownEvents::at));
    }
}
