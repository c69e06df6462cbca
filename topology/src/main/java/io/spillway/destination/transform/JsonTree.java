package io.spillway.destination.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.spillway.domain.Data;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers and booleans, and back, within bounds of size and depth.
 *
 * <p>Whole numbers keep their value up to 64 bits; all others are doubles, as JSON's readers commonly have them.
 */
final class JsonTree {

    /** Above it a double may stand for a whole number that was not meant. */
    private static final double EXACT = 1L << 53;

    private final int maxBytes;
    private final JsonFactory json;

    JsonTree(int maxBytes) {
        this.maxBytes = maxBytes;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Data.MAX_LEVELS)
                        .maxStringLength(maxBytes)
                        .maxNameLength(maxBytes)
                        .build())
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
    }

    @Nullable
    Object read(byte[] bytes) throws IOException {
        try (var parser = json.createParser(bytes)) {
            parser.nextToken();
            return value(parser);
        }
    }

    byte[] write(Map<?, ?> object) throws IOException {
        var out = new Room(maxBytes);
        try (var generator = json.createGenerator(out)) {
            write(generator, object, 1);
        }
        return out.toByteArray();
    }

    /** What a value is called, with its article. */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Map<?, ?> ignored -> "an object";
            case List<?> ignored -> "an array";
            case String ignored -> "a text";
            case Number ignored -> "a number";
            case Boolean ignored -> "a boolean";
            default -> "a function";
        };
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Number) parser.getDoubleValue()
                        : parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IOException("the event's data are not JSON");
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static void write(JsonGenerator out, @Nullable Object value, int level) throws IOException {
        if (level > Data.MAX_LEVELS) {
            throw new IOException("what it makes nests more than " + Data.MAX_LEVELS + " levels");
        }
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> object -> {
                out.writeStartObject();
                for (var entry : object.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(out, entry.getValue(), level + 1);
                }
                out.writeEndObject();
            }
            case List<?> array -> {
                out.writeStartArray();
                for (var element : array) {
                    write(out, element, level + 1);
                }
                out.writeEndArray();
            }
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Number number -> write(out, number);
            default -> throw new IOException("what it makes holds " + kind(value));
        }
    }

    private static void write(JsonGenerator out, Number number) throws IOException {
        switch (number) {
            case Integer whole -> out.writeNumber(whole);
            case Long whole -> out.writeNumber(whole);
            case BigInteger whole -> out.writeNumber(whole);
            case BigDecimal decimal -> out.writeNumber(decimal);
            default -> write(out, number.doubleValue());
        }
    }

    private static void write(JsonGenerator out, double number) throws IOException {
        if (!Double.isFinite(number)) {
            throw new IOException("what it makes holds a number that JSON cannot hold");
        }
        if (number == Math.rint(number) && Math.abs(number) < EXACT) {
            out.writeNumber((long) number);
        } else {
            out.writeNumber(number);
        }
    }

    /** Takes so many bytes and no more. */
    private static final class Room extends ByteArrayOutputStream {

        private final int limit;

        Room(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int b) {
            require(1);
            super.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            require(length);
            super.write(bytes, offset, length);
        }

        private void require(int more) {
            if (count + more > limit) {
                throw new TooLargeException("what it makes has more than " + limit + " bytes");
            }
        }
    }

    private static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message, null, false, false);
        }
    }
}
