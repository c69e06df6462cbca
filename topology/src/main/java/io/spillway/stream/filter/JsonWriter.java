package io.spillway.stream.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.spillway.stream.filter.JsonValue.JsonArray;
import io.spillway.stream.filter.JsonValue.JsonLiteral;
import io.spillway.stream.filter.JsonValue.JsonNumber;
import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.JsonValue.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Turns a JSON value into text. */
final class JsonWriter {

    // Texts may hold half a surrogate pair, which can be escaped but not encoded.
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonWriter() {}

    static String write(JsonValue value) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonValue value, JsonGenerator generator) throws IOException {
        switch (value) {
            case JsonObject(var members) -> {
                generator.writeStartObject();
                for (var member : members.entrySet()) {
                    generator.writeFieldName(member.getKey());
                    write(member.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case JsonArray(var elements) -> {
                generator.writeStartArray();
                for (var element : elements) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case JsonText(var text) -> generator.writeString(text);
            case JsonNumber(var number) -> generator.writeNumber(number.toString());
            case JsonLiteral.NULL -> generator.writeNull();
            case JsonLiteral.TRUE -> generator.writeBoolean(true);
            case JsonLiteral.FALSE -> generator.writeBoolean(false);
        }
    }
}
