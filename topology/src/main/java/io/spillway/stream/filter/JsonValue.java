package io.spillway.stream.filter;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A JSON value that does not change: numbers are exact, texts keep every code point, objects have no repeated keys. */
public sealed interface JsonValue {

    /** The value as JSON text; numbers are written in a normal form. */
    default String json() {
        return JsonWriter.write(this);
    }

    /** An object, from key to value in the order written; the map is taken over, not copied. */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue, CheckedData {

        public JsonObject {
            members = Collections.unmodifiableMap(members);
        }
    }

    /** An array. */
    record JsonArray(List<JsonValue> elements) implements JsonValue {

        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    /** A string. */
    record JsonText(String text) implements JsonValue {}

    /** What is written without quotes and is no number. */
    enum JsonLiteral implements JsonValue {
        TRUE,
        FALSE,
        NULL
    }

    /** A number, exact whatever its size. */
    record JsonNumber(Decimal value) implements JsonValue {}
}
