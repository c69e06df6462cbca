package io.spillway.connect.source;

import io.spillway.topic.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/** A record for {@code events} that knows of which message it was made. Nothing has to be remembered of it: the queue remembers. */
final class EventRecord extends SourceRecord {

    private final Queue.Receipt receipt;

    EventRecord(String queue, String topic, Envelope.Sealed event, Queue.Receipt receipt) {
        super(
                Map.of("queue", queue),
                Map.of(),
                topic,
                null,
                Schema.OPTIONAL_BYTES_SCHEMA,
                event.tenant()
                        .map(tenant -> tenant.value().getBytes(StandardCharsets.UTF_8))
                        .orElse(null),
                Schema.BYTES_SCHEMA,
                event.value(),
                null,
                new ConnectHeaders()
                        .add(HeaderNames.CONTENT_TYPE, new SchemaAndValue(Schema.STRING_SCHEMA, "application/json")));
        this.receipt = receipt;
    }

    Queue.Receipt receipt() {
        return receipt;
    }
}
