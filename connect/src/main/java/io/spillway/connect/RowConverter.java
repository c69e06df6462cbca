package io.spillway.connect;

import io.spillway.wire.SchemaLookup;
import io.spillway.wire.UnknownSchemaException;
import io.spillway.wire.Wire;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one of Spillway's topics as rows, with the schemas of the registry; it never writes.
 *
 * <p>A record that has no row, as a tombstone, becomes null, which {@link Placed} leaves out. What cannot be read is a
 * {@link DataException}, for Connect to put aside; while the registry is away, a {@link RetriableException}.
 */
public final class RowConverter implements Converter {

    static final String ROWS = "rows";
    static final String REGISTRY = "registry.url";

    private @Nullable Wire wire;
    private Rows.@Nullable Reader rows;

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(ROWS, ConfigDef.Type.STRING, Importance.HIGH, "Which rows the topic is read as.")
                .define(REGISTRY, ConfigDef.Type.STRING, Importance.HIGH, "Where the schema registry is.");
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException(
                    "io.spillway.connect.RowConverter is for values; keys want the ByteArrayConverter");
        }
        var word = String.valueOf(settings.get(ROWS));
        var kind = Rows.of(word).orElseThrow(() -> new ConfigException(ROWS, word, "must be one of " + Rows.words()));
        configure(kind, Wire.connect(URI.create(String.valueOf(settings.get(REGISTRY))), Map.of()));
    }

    void configure(Rows kind, Wire schemas) {
        wire = schemas;
        rows = kind.reader(schemas);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return toConnectData(topic, new RecordHeaders(), value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte @Nullable [] value) {
        return Optional.ofNullable(value)
                .flatMap(bytes -> read(topic, headers, bytes))
                .map(row -> new SchemaAndValue(row.schema(), row))
                .orElse(SchemaAndValue.NULL);
    }

    private Optional<Struct> read(String topic, Headers headers, byte[] value) {
        var reader = Objects.requireNonNull(rows, "a converter is configured before it is used");
        try {
            return reader.read(topic, headers, value);
        } catch (UnknownSchemaException e) {
            learn(e.id());
            return reader.read(topic, headers, value);
        } catch (SerializationException | IllegalArgumentException e) {
            throw new DataException("a record of " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void learn(long schema) {
        switch (Objects.requireNonNull(wire).lookup().find(schema)) {
            case SchemaLookup.Found() -> {}
            case SchemaLookup.NotFound() -> throw new DataException("the registry knows no schema " + schema);
            case SchemaLookup.Away(var why) ->
                throw new RetriableException("schema " + schema + " cannot be looked up: " + why);
        }
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new DataException("io.spillway.connect.RowConverter only reads");
    }
}
