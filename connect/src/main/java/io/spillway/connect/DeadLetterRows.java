package io.spillway.connect;

import io.spillway.domain.DeadLetter;
import io.spillway.wire.Wire;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Dead letters, one for each time that a delivery died. */
final class DeadLetterRows implements Rows.Reader {

    private static final Schema TABLE = DeliveryColumns.add(
                    Row.table("dead_letters").field(Row.DAY_COLUMN, Row.DAY))
            .field("cause", Row.TEXT)
            .field("attempts", Schema.INT32_SCHEMA)
            .field("last_attempt_id", Row.TEXT)
            .field("last_code", Row.TEXT)
            .field("event_time", Row.TIME)
            .field("died_at", Row.TIME)
            .build();

    private final Deserializer<DeadLetter> letters;

    DeadLetterRows(Wire wire) {
        letters = wire.deadLetters().deserializer();
    }

    @Override
    public Optional<Struct> read(String topic, Headers headers, byte[] value) {
        var letter = letters.deserialize(topic, value);
        var last = letter.last();
        return Optional.of(
                DeliveryColumns.fill(new Row(TABLE), letter.delivery().ref())
                        .day(letter.diedAt())
                        .text("cause", letter.cause())
                        .number("attempts", last.number())
                        .text("last_attempt_id", last.id().toString())
                        .text("last_code", last.outcome().code())
                        .time("event_time", letter.delivery().event().time())
                        .time("died_at", letter.diedAt())
                        .struct());
    }
}
