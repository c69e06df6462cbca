package io.spillway.wire;

import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.wire.avro.KnownEvent;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Events and coordinates as parts of other records. */
final class KnownEvents {

    private KnownEvents() {}

    static KnownEvent toAvro(Event event) {
        return new KnownEvent(
                event.tenant().value(),
                event.id().value(),
                event.topic().orElse(null),
                event.time(),
                event.metadata(),
                event.eligibleForRetry(),
                event.target().map(DestinationId::value).orElse(null),
                data(event.data()));
    }

    static Event toDomain(KnownEvent event) {
        return new Event(
                new TenantId(event.getTenantId()),
                new EventId(event.getId()),
                Optional.ofNullable(event.getTopic()),
                event.getTime(),
                event.getMetadata(),
                event.getEligibleForRetry(),
                Optional.ofNullable(event.getDestinationId()).map(DestinationId::new),
                event.getData() instanceof ByteBuffer bytes
                        ? new Data.Inline(Bytes.of(bytes))
                        : new Data.Stored(at((io.spillway.wire.avro.RecordAt) event.getData())));
    }

    static io.spillway.wire.avro.RecordAt at(RecordAt at) {
        return new io.spillway.wire.avro.RecordAt(at.topic(), at.partition(), at.offset());
    }

    static RecordAt at(io.spillway.wire.avro.RecordAt at) {
        return new RecordAt(at.getTopic(), at.getPartition(), at.getOffset());
    }

    private static Object data(Data data) {
        return switch (data) {
            case Data.Inline(var bytes) -> ByteBuffer.wrap(bytes);
            case Data.Stored(var at) -> at(at);
        };
    }
}
