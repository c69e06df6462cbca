package io.spillway.connect;

import io.spillway.domain.Data;
import io.spillway.domain.EventEntry;
import io.spillway.wire.Wire;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Events, where they were routed to, and where their data lie. Their day is that of their reception. */
final class EventRows implements Rows.Reader {

    private static final Schema TABLE = Row.table("events")
            .field("tenant_id", Row.TEXT)
            .field("id", Row.TEXT)
            .field(Row.DAY_COLUMN, Row.DAY)
            .field("topic", Row.TEXT_OR_NULL)
            .field("time", Row.TIME)
            .field("received_at", Row.TIME)
            .field("eligible_for_retry", Schema.BOOLEAN_SCHEMA)
            .field("metadata", Row.TEXT)
            .field("matched_destination_ids", Row.TEXTS)
            .field("data_topic", Row.TEXT_OR_NULL)
            .field("data_partition", Schema.OPTIONAL_INT32_SCHEMA)
            .field("data_offset", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private final Deserializer<EventEntry> entries;

    EventRows(Wire wire) {
        entries = wire.eventEntries().deserializer();
    }

    @Override
    public Optional<Struct> read(String topic, Headers headers, byte[] value) {
        var entry = entries.deserialize(topic, value);
        var event = entry.event();
        var row = new Row(TABLE)
                .text("tenant_id", event.tenant().value())
                .text("id", event.id().value())
                .day(entry.receivedAt())
                .text("topic", event.topic())
                .time("time", event.time())
                .time("received_at", entry.receivedAt())
                .flag("eligible_for_retry", event.eligibleForRetry())
                .text("metadata", JsonText.of(event.metadata()))
                .texts("matched_destination_ids", Row.words(entry.matched()));
        if (event.data() instanceof Data.Stored(var at)) {
            row.text("data_topic", at.topic())
                    .number("data_partition", at.partition())
                    .number("data_offset", at.offset());
        }
        return Optional.of(row.struct());
    }
}
