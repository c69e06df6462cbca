package io.spillway.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes JSON by hand, without reflection, and opens parsers on it. */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            // Virtual threads are too short-lived to keep buffers of their own.
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            // What is bounded are whole bodies; numbers may be of any length.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int SMALL = 512;

    private Json() {}

    /** Writes one value. */
    @FunctionalInterface
    public interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes one row of a list. */
    @FunctionalInterface
    public interface View<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    public static byte[] bytes(Part value) {
        var out = new ByteArrayOutputStream(SMALL);
        try (var json = FACTORY.createGenerator(out)) {
            value.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    public static <T> Part array(Iterable<T> rows, View<T> view) {
        return json -> {
            json.writeStartArray();
            for (var row : rows) {
                view.write(json, row);
            }
            json.writeEndArray();
        };
    }

    /** RFC 3339 in UTC with milliseconds, as the contract has it. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    public static void texts(JsonGenerator json, String field, Iterable<?> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (var text : texts) {
            json.writeString(text.toString());
        }
        json.writeEndArray();
    }

    /** A map of texts in order of its keys. */
    public static void map(JsonGenerator json, String field, Map<String, String> map) throws IOException {
        json.writeObjectFieldStart(field);
        for (var entry : new TreeMap<>(map).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** Leaves the field out where the map is empty. */
    public static void mapUnlessEmpty(JsonGenerator json, String field, Map<String, String> map) throws IOException {
        if (!map.isEmpty()) {
            map(json, field, map);
        }
    }

    /** Leaves the field out where there is no text. */
    public static void textIfAny(JsonGenerator json, String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        }
    }

    public static void textOrNull(JsonGenerator json, String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        } else {
            json.writeNullField(field);
        }
    }

    public static void time(JsonGenerator json, String field, Instant time) throws IOException {
        json.writeStringField(field, time(time));
    }

    /** JSON text as it is. */
    public static void raw(JsonGenerator json, String field, String text) throws IOException {
        json.writeFieldName(field);
        json.writeRawValue(text);
    }
}
