package io.spillway.gateway.http;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.Data;
import io.spillway.stream.filter.CheckedData;
import io.spillway.stream.filter.Refusal;
import io.spillway.wire.Rfc3339;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object that somebody sent, each as the bytes that it came in and, once it is asked for as one, as a
 * tree. Numbers of any length are let in where only the bytes are asked for, as of a filter.
 */
public final class Fields {

    private static final ObjectReader TREES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** An event in a field may be as deep as one that is the body. */
    private static final int MAX_LEVELS = Data.MAX_LEVELS + 2;

    private final Map<String, byte[]> slices;

    private Fields(Map<String, byte[]> slices) {
        this.slices = slices;
    }

    /** Refuses anything but one JSON object, read as strictly as an event's data. */
    public static Fields parse(byte[] body) {
        if (CheckedData.of(body, MAX_LEVELS) instanceof Refusal(var pointer, var reason)) {
            throw ApiException.invalidJson(pointer.isEmpty() ? reason : pointer + ": " + reason);
        }
        try {
            return new Fields(slices(body));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** As {@link #parse}, where no body at all means no fields. */
    public static Fields parseOptional(byte[] body) {
        return body.length == 0 ? new Fields(Map.of()) : parse(body);
    }

    public Set<String> names() {
        return slices.keySet();
    }

    /** Whether the field is there, be it null. */
    public boolean has(String name) {
        return slices.containsKey(name);
    }

    public boolean isNull(String name) {
        return Arrays.equals(slices.get(name), NULL);
    }

    /** Absent where the field is missing or null. */
    public Optional<JsonNode> value(String name) {
        return bytes(name).map(bytes -> tree(name, bytes));
    }

    /** A text; absent where the field is missing, null or empty. */
    public Optional<String> text(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isTextual()) {
                        throw ApiException.invalidJson(name + " must be a string");
                    }
                    return unicode(name, value.textValue());
                })
                .filter(text -> !text.isEmpty());
    }

    /** An array of texts, or nothing where the field is something else. */
    public Optional<List<String>> list(String name) {
        return value(name)
                .filter(value -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual))
                .map(value -> value.valueStream()
                        .map(text -> unicode(name, text.textValue()))
                        .toList());
    }

    /** A map of texts; other values become text as {@link #asText} has it. Empty where the field is missing or null. */
    public Map<String, String> texts(String name) {
        return value(name).map(value -> texts(name, value)).orElse(Map.of());
    }

    /**
     * The map with this field merged into it (RFC 7396): missing leaves it, null empties it, a key with null goes, any other
     * is set.
     */
    public Map<String, String> mergedInto(Map<String, String> before, String name) {
        if (!has(name)) {
            return before;
        }
        var value = value(name);
        if (value.isEmpty()) {
            return Map.of();
        }
        var merged = new LinkedHashMap<>(before);
        var patch = object(name, value.get());
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                put(merged, name, entry);
            }
        });
        return merged;
    }

    /** An RFC 3339 time; absent where the field is missing, null or empty. */
    public Optional<Instant> time(String name) {
        return text(name).map(text -> time(name, text));
    }

    /** A time that has come already. */
    public Optional<Instant> past(String name, Instant now) {
        var time = time(name);
        time.filter(now::isBefore).ifPresent(future -> {
            throw ApiException.invalid(name + " cannot be in the future");
        });
        return time;
    }

    /** The bytes of a field as they came; absent where it is missing or null. */
    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(slices.get(name)).filter(bytes -> !Arrays.equals(bytes, NULL));
    }

    private static JsonNode tree(String name, byte[] json) {
        try {
            return TREES.readTree(json);
        } catch (IOException | NumberFormatException e) {
            throw ApiException.invalidJson(name + " must not hold a number or a name that is too long");
        }
    }

    /** Null is empty, a string itself, a number or boolean its JSON text, anything else compact JSON. */
    private static String asText(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static Map<String, String> texts(String name, JsonNode value) {
        var texts = new LinkedHashMap<String, String>();
        object(name, value).properties().forEach(entry -> put(texts, name, entry));
        return texts;
    }

    private static void put(Map<String, String> texts, String name, Map.Entry<String, JsonNode> entry) {
        texts.put(unicode(name, entry.getKey()), unicode(name + "." + entry.getKey(), asText(entry.getValue())));
    }

    /** Half a surrogate pair can be escaped in JSON, but neither stored nor sent. */
    private static String unicode(String name, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ApiException.invalid(List.of(name + " must be valid Unicode"));
        }
        return text;
    }

    private static ObjectNode object(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.invalidJson(name + " must be an object");
    }

    private static Instant time(String name, String text) {
        return Rfc3339.parse(text).orElseThrow(() -> ApiException.invalid(List.of(name + " must be an RFC 3339 time")));
    }

    private static Map<String, byte[]> slices(byte[] body) throws IOException {
        var slices = new LinkedHashMap<String, byte[]>();
        try (var parser = Json.parser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                var from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                var to = (int) parser.currentLocation().getByteOffset();
                slices.put(name, Arrays.copyOfRange(body, from, to));
            }
        }
        return slices;
    }
}
