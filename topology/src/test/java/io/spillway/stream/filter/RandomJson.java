package io.spillway.stream.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random JSON values and filters over few keys and few scalars, so that they meet often. */
final class RandomJson {

    private static final String[] KEYS = {"a", "b", "c", "", "a/b", "é"};
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "1.0",
        "10e-1",
        "2",
        "-1",
        "1.5",
        "15E-1",
        "100",
        "1e2",
        "9223372036854775807",
        "9223372036854775808",
        "9223372036854775809",
        "1e400",
        "10e399",
        "1e-400",
        "0.1",
        "0.10000000000000000001"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "b",
        "ab",
        "aab",
        "abc",
        "1",
        "true",
        "é",
        "\\u00e9",
        "\\ud83d\\ude00",
        "x\\ud83d\\ude00y",
        "\\uffee",
        "\\ud83d",
        "\\ude00",
        "\\ue000",
        "\\u0000"
    };
    private static final String[] ORDERS = {"$gt", "$gte", "$lt", "$lte"};

    private static final ObjectMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    String value(int depth) {
        var kind = depth == 0 ? 0 : random.nextInt(5);
        return switch (kind) {
            case 3 -> array(3, () -> value(depth - 1));
            case 4 -> object(depth - 1);
            default -> scalar();
        };
    }

    String object(int depth) {
        return object(Stream.concat(keys(4), random.nextInt(20) == 0 ? Stream.of("$or") : Stream.empty())
                .map(key -> member(key, value(depth))));
    }

    /** A filter that has nothing to do with any value. */
    String filter(int depth) {
        var kind = depth == 0 ? random.nextInt(4) : random.nextInt(12);
        return switch (kind) {
            case 0, 1, 2 -> scalar();
            case 3 -> "{}";
            case 4 -> array(2, () -> filter(depth - 1));
            case 5, 6, 7, 8 -> operators(depth);
            default -> object(keys(3).map(key -> member(key, filter(depth - 1))));
        };
    }

    /** A filter made of parts of a value, so that it matches as often as not. */
    String filterFor(JsonNode value, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return filter(depth);
        }
        if (random.nextInt(4) == 0) {
            return operation(value, depth - 1);
        }
        if (value.isArray() && !value.isEmpty()) {
            var element = value.get(random.nextInt(value.size()));
            return random.nextBoolean() ? filterFor(element, depth) : "[" + filterFor(element, depth - 1) + "]";
        }
        if (value.isObject() && !value.isEmpty()) {
            return object(value.properties().stream()
                    .filter(property -> !property.getKey().startsWith("$") && random.nextInt(3) > 0)
                    .map(property -> member(property.getKey(), filterFor(property.getValue(), depth - 1))));
        }
        return text(value);
    }

    private String operation(JsonNode value, int depth) {
        return object(Stream.of(
                switch (random.nextInt(11)) {
                    case 0 -> member("$eq", text(value));
                    case 1 -> member("$neq", random.nextBoolean() ? text(value) : value(1));
                    case 2, 3 -> member(any(ORDERS), boundFor(value));
                    case 4 -> member("$in", listFor(value));
                    case 5 -> member("$nin", listFor(value));
                    case 6 -> member(random.nextBoolean() ? "$startsWith" : "$endsWith", textsFor(value));
                    case 7 -> member("$not", filterFor(value, depth));
                    case 8 -> member("$exist", "true");
                    case 9 -> member("$or", "[" + filter(depth) + "," + filterFor(value, depth) + "]");
                    default -> member("$and", "[" + filterFor(value, depth) + "," + filterFor(value, depth) + "]");
                }));
    }

    private String boundFor(JsonNode value) {
        if (value.isNumber() || value.isTextual()) {
            return text(value);
        }
        return random.nextBoolean() ? number() : text();
    }

    private String listFor(JsonNode value) {
        return value.isObject() || random.nextBoolean() ? "[" + scalar() + "," + text(value) + "]" : text(value);
    }

    private String textsFor(JsonNode value) {
        return "[" + text() + "," + (value.isTextual() ? text(value) : text()) + "]";
    }

    private String operators(int depth) {
        var operators = random.ints(1 + random.nextInt(2), 0, 9).distinct().mapToObj(kind -> operator(kind, depth - 1));
        var fields =
                random.nextInt(3) == 0 ? keys(1).map(key -> member(key, filter(depth - 1))) : Stream.<String>empty();
        return object(Stream.concat(operators, fields));
    }

    private String operator(int kind, int depth) {
        return switch (kind) {
            case 0 -> member("$eq", value(2));
            case 1 -> member("$neq", value(2));
            case 2 -> member(any(ORDERS), random.nextBoolean() ? number() : text());
            case 3 -> member(random.nextBoolean() ? "$in" : "$nin", memberOf());
            case 4 -> member("$startsWith", random.nextBoolean() ? text() : array(2, this::text));
            case 5 -> member("$endsWith", random.nextBoolean() ? text() : array(2, this::text));
            case 6 -> member("$exist", random.nextBoolean() ? "true" : "false");
            case 7 -> member(random.nextBoolean() ? "$or" : "$and", array(2, () -> filter(depth)));
            default -> member("$not", filter(depth));
        };
    }

    private String memberOf() {
        return random.nextBoolean() ? scalar() : array(3, () -> value(1));
    }

    private Stream<String> keys(int most) {
        return random.ints(random.nextInt(most + 1), 0, KEYS.length).distinct().mapToObj(i -> KEYS[i]);
    }

    private String array(int most, Supplier<String> element) {
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(i -> element.get())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(Stream<String> members) {
        return members.collect(Collectors.joining(",", "{", "}"));
    }

    private static String member(String key, String value) {
        return "\"" + key + "\":" + value;
    }

    private String scalar() {
        return switch (random.nextInt(6)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2, 3 -> number();
            default -> text();
        };
    }

    private String number() {
        return any(NUMBERS);
    }

    /** Escaped, since the texts have surrogates that stand alone, which UTF-8 cannot carry. */
    private static String text(JsonNode value) {
        try {
            return ESCAPING.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("every tree can be written", e);
        }
    }

    private String text() {
        return "\"" + any(TEXTS) + "\"";
    }

    private String any(String[] choice) {
        return choice[random.nextInt(choice.length)];
    }
}
