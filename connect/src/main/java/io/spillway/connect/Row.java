package io.spillway.connect;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * A row while it is being filled. Times are texts of RFC 3339 and days are counted from 1970, under the names by which
 * Debezium's sink knows them; text is what PostgreSQL accepts as text.
 */
final class Row {

    static final Schema TEXT = Schema.STRING_SCHEMA;
    static final Schema TEXT_OR_NULL = Schema.OPTIONAL_STRING_SCHEMA;
    static final Schema TEXTS = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
    static final Schema TIME = time().build();
    static final Schema TIME_OR_NULL = time().optional().build();
    static final Schema DAY =
            SchemaBuilder.int32().name("io.debezium.time.Date").version(1).build();
    /** In UTC; what a table's partitions are made by. */
    static final String DAY_COLUMN = "day";

    private final Struct struct;

    Row(Schema schema) {
        struct = new Struct(schema);
    }

    static SchemaBuilder table(String name) {
        return SchemaBuilder.struct().name("io.spillway.log." + name).version(1);
    }

    private static SchemaBuilder time() {
        return SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").version(1);
    }

    Row text(String column, String value) {
        struct.put(column, storable(value));
        return this;
    }

    Row text(String column, Optional<String> value) {
        value.ifPresent(text -> text(column, text));
        return this;
    }

    Row texts(String column, Collection<String> values) {
        struct.put(column, values.stream().map(Row::storable).toList());
        return this;
    }

    Row number(String column, int value) {
        struct.put(column, value);
        return this;
    }

    Row number(String column, long value) {
        struct.put(column, value);
        return this;
    }

    Row flag(String column, boolean value) {
        struct.put(column, value);
        return this;
    }

    Row bytes(String column, byte[] value) {
        struct.put(column, value);
        return this;
    }

    Row micros(String column, Optional<Duration> value) {
        value.ifPresent(duration -> number(column, duration.toNanos() / 1_000));
        return this;
    }

    Row time(String column, Instant value) {
        struct.put(column, value.toString());
        return this;
    }

    Row day(Instant time) {
        struct.put(DAY_COLUMN, dayOf(time));
        return this;
    }

    Struct struct() {
        return struct;
    }

    static int dayOf(Instant time) {
        return Math.toIntExact(LocalDate.ofInstant(time, ZoneOffset.UTC).toEpochDay());
    }

    static List<String> words(Collection<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** PostgreSQL's text holds any character but this. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
