package io.spillway.connect;

import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.wire.EventReader;
import io.spillway.wire.UnknownSchemaException;
import io.spillway.wire.Wire;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** The exact bytes of events, whoever produced them. What is no event lies in quarantine already. */
final class EventDataRows implements Rows.Reader {

    private static final Schema TABLE = Row.table("event_data")
            .field("tenant_id", Row.TEXT_OR_NULL)
            .field("event_id", Row.TEXT_OR_NULL)
            .field("data", Schema.BYTES_SCHEMA)
            .build();
    /** Stand in where the value names no tenant, and no id; what they are then is in the event's own row. */
    private static final TenantId NOBODY = new TenantId("spillway:tenant-of-the-key");

    private static final RecordAt NOWHERE = new RecordAt("", 0, 0);
    private static final EventId NO_ID = EventId.of(NOWHERE);

    private final EventReader events;

    EventDataRows(Wire wire) {
        events = wire.eventReader(Integer.MAX_VALUE);
    }

    @Override
    public Optional<Struct> read(String topic, Headers headers, byte[] value) {
        return switch (events.read(value, headers, NOWHERE, Instant.EPOCH, Optional.of(NOBODY))) {
            case EventReader.Read(var event) ->
                event.data() instanceof Data.Inline(var bytes) ? Optional.of(row(event, bytes)) : Optional.empty();
            case EventReader.UnknownSchema(var id) -> throw new UnknownSchemaException(id);
            case EventReader.Unreadable _ -> Optional.empty();
        };
    }

    private static Struct row(Event event, byte[] data) {
        return new Row(TABLE)
                .text(
                        "tenant_id",
                        Optional.of(event.tenant())
                                .filter(id -> !id.equals(NOBODY))
                                .map(TenantId::value))
                .text(
                        "event_id",
                        Optional.of(event.id()).filter(id -> !id.equals(NO_ID)).map(EventId::value))
                .bytes("data", data)
                .struct();
    }
}
