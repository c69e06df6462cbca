package io.spillway.wire;

import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/** Events whose tenant, id, time and data are all at hand. */
final class EventCodec implements Codec<Event, io.spillway.wire.avro.Event> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Event.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Event toAvro(Event event) {
        return new io.spillway.wire.avro.Event(
                event.tenant().value(),
                event.id().value(),
                event.topic().orElse(null),
                event.time(),
                event.metadata(),
                bytes(event.data()),
                event.eligibleForRetry(),
                event.target().map(DestinationId::value).orElse(null));
    }

    private static ByteBuffer bytes(Data data) {
        return switch (data) {
            case Data.Inline(var bytes) -> ByteBuffer.wrap(bytes);
            case Data.Stored(var at) ->
                throw new IllegalStateException("an event is written with its data, not with " + at);
        };
    }

    @Override
    public Event toDomain(io.spillway.wire.avro.Event event) {
        return new Event(
                new TenantId(Objects.requireNonNull(event.getTenantId(), "tenant_id")),
                new EventId(Objects.requireNonNull(event.getId(), "id")),
                Optional.ofNullable(event.getTopic()),
                Objects.requireNonNull(event.getTime(), "time"),
                event.getMetadata(),
                event.getEligibleForRetry(),
                Optional.ofNullable(event.getDestinationId()).map(DestinationId::new),
                new Data.Inline(Bytes.of(event.getData())));
    }
}
