package io.spillway.stream.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.spillway.stream.filter.JsonValue.JsonArray;
import io.spillway.stream.filter.JsonValue.JsonLiteral;
import io.spillway.stream.filter.JsonValue.JsonNumber;
import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.JsonValue.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads one JSON text (RFC 8259) strictly and in one pass. */
final class JsonReader {

    /** What a text may have at most; any JSON value is a node, the outermost is on level 1. */
    record Limits(int levels, int nodes) {}

    // What is bounded here are levels, nodes and bytes, no single length; and Jackson's table of names refuses
    // names that collide too often, which is no reason to refuse an event.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Limits limits;
    private int nodes;

    private JsonReader(JsonParser parser, Limits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    static JsonValue read(byte[] json, Limits limits) throws Refused {
        // Jackson's own decoder would also take UTF-16, overlong forms and encoded surrogates.
        try (var parser = FACTORY.createParser(decode(json))) {
            return new JsonReader(parser, limits).document();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static String decode(byte[] json) throws Refused {
        var text = new String(json, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 && !isUtf8(json)) {
            throw new Refused("", "JSON text must be valid UTF-8.");
        }
        return text;
    }

    private static boolean isUtf8(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private JsonValue document() throws IOException, Refused {
        try {
            var token = parser.nextToken();
            if (token == null) {
                throw new Refused("", "One JSON value is allowed here, but the text is empty.");
            }
            var value = value(token, 1);
            if (parser.nextToken() != null) {
                throw new Refused("", "Nothing is allowed after the JSON value.");
            }
            return value;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new Refused(
                    pointer(),
                    "Only well-formed JSON is allowed here; it ceases to be so at line %d, column %d."
                            .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    private JsonValue value(JsonToken token, int level) throws IOException, Refused {
        if (level > limits.levels()) {
            throw new Refused(pointer(), "At most %,d levels are allowed.".formatted(limits.levels()));
        }
        if (++nodes > limits.nodes()) {
            throw new Refused(pointer(), "At most %,d values are allowed in all.".formatted(limits.nodes()));
        }
        return switch (token) {
            case START_OBJECT -> object(level);
            case START_ARRAY -> array(level);
            case VALUE_STRING -> new JsonText(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(Decimal.of(parser.getText()));
            case VALUE_TRUE -> JsonLiteral.TRUE;
            case VALUE_FALSE -> JsonLiteral.FALSE;
            case VALUE_NULL -> JsonLiteral.NULL;
            default -> throw new IllegalStateException("no JSON value begins with " + token);
        };
    }

    private JsonValue object(int level) throws IOException, Refused {
        var members = new LinkedHashMap<String, JsonValue>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            if (members.put(key, value(parser.nextToken(), level + 1)) != null) {
                throw new Refused(pointer(), "A key is allowed once in an object; this one is repeated.");
            }
        }
        return new JsonObject(members);
    }

    private JsonValue array(int level) throws IOException, Refused {
        var elements = new ArrayList<JsonValue>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token, level + 1));
        }
        return new JsonArray(elements);
    }

    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
