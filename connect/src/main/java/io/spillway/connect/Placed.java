package io.spillway.connect;

import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Says of every row where its record lies, and since when; a row that names no day of its own gets that of its record.
 * Records without a row are left out.
 */
public final class Placed implements Transformation<SinkRecord> {

    private static final String PARTITION = "record_partition";
    private static final String OFFSET = "record_offset";
    private static final String TIME = "recorded_at";

    private final Map<Schema, Schema> widened = new IdentityHashMap<>();

    @Override
    public @Nullable SinkRecord apply(SinkRecord record) {
        return record.value() instanceof Struct row ? placed(record, row) : null;
    }

    private SinkRecord placed(SinkRecord record, Struct row) {
        var schema = widened.computeIfAbsent(row.schema(), Placed::widen);
        var time = Instant.ofEpochMilli(record.timestamp());
        var wider = new Struct(schema);
        row.schema().fields().forEach(field -> wider.put(field.name(), row.get(field)));
        wider.put(PARTITION, record.kafkaPartition())
                .put(OFFSET, record.kafkaOffset())
                .put(TIME, time.toString());
        if (row.schema().field(Row.DAY_COLUMN) == null) {
            wider.put(Row.DAY_COLUMN, Row.dayOf(time));
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                schema,
                wider,
                record.timestamp());
    }

    private static Schema widen(Schema schema) {
        var wider = SchemaBuilder.struct().name(schema.name()).version(schema.version());
        schema.fields().forEach(field -> wider.field(field.name(), field.schema()));
        wider.field(PARTITION, Schema.INT32_SCHEMA)
                .field(OFFSET, Schema.INT64_SCHEMA)
                .field(TIME, Row.TIME);
        if (schema.field(Row.DAY_COLUMN) == null) {
            wider.field(Row.DAY_COLUMN, Row.DAY);
        }
        return wider.build();
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // nothing can be set
    }

    @Override
    public void close() {
        widened.clear();
    }
}
