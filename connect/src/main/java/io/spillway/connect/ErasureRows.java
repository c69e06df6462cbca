package io.spillway.connect;

import io.spillway.domain.Erasure;
import io.spillway.wire.Wire;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What is to be forgotten; the database does so when the row arrives. */
final class ErasureRows implements Rows.Reader {

    private static final Schema TABLE = Row.table("erasures")
            .field("tenant_id", Row.TEXT)
            .field("scope", Row.TEXT)
            .field("event_id", Row.TEXT_OR_NULL)
            .field("until", Row.TIME)
            .build();

    private final Deserializer<Erasure> erasures;

    ErasureRows(Wire wire) {
        erasures = wire.erasures().deserializer();
    }

    @Override
    public Optional<Struct> read(String topic, Headers headers, byte[] value) {
        var erasure = erasures.deserialize(topic, value);
        var row = new Row(TABLE)
                .text("tenant_id", erasure.tenant().value())
                .text("scope", erasure.scope().word())
                .time("until", erasure.until());
        if (erasure.scope() instanceof Erasure.OneEvent(var event)) {
            row.text("event_id", event.value());
        }
        return Optional.of(row.struct());
    }
}
