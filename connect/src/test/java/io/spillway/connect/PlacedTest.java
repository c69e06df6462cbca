package io.spillway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacedTest {

    private static final Instant TIME = Instant.parse("2026-11-21T08:00:00Z");
    private static final Schema DATA =
            Row.table("event_data").field("data", Schema.BYTES_SCHEMA).build();

    private final Placed placed = new Placed();

    private static SinkRecord record(@Nullable Struct row) {
        var schema = row == null ? null : row.schema();
        return new SinkRecord(
                "spillway.events", 3, null, null, schema, row, 17, TIME.toEpochMilli(), TimestampType.LOG_APPEND_TIME);
    }

    @Test
    void shouldSayWhereARowsRecordLies() {
        // given
        var row = new Row(DATA).bytes("data", new byte[] {1}).struct();

        // when
        var wider = (Struct) placed.apply(record(row)).value();

        // then
        assertThat(wider.get("record_partition")).isEqualTo(3);
        assertThat(wider.get("record_offset")).isEqualTo(17L);
        assertThat(wider.get("recorded_at")).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(wider.get("day"))
                .isEqualTo(Math.toIntExact(LocalDate.parse("2026-11-21").toEpochDay()));
        assertThat(wider.getBytes("data")).containsExactly(1);
    }

    @Test
    void shouldLeaveADayOfItsOwnToARow() {
        // given
        var schema = Row.table("attempts").field(Row.DAY_COLUMN, Row.DAY).build();
        var row = new Row(schema).day(TIME.minusSeconds(86_400)).struct();

        // when
        var wider = (Struct) placed.apply(record(row)).value();

        // then
        assertThat(wider.get("day"))
                .isEqualTo(Math.toIntExact(LocalDate.parse("2026-11-20").toEpochDay()));
    }

    @Test
    void shouldLeaveOutWhatHasNoRow() {
        assertThat(placed.apply(record(null))).isNull();
    }
}
