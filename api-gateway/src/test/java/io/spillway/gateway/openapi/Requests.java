package io.spillway.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes requests for one operation: a third as the contract has them, the others spoilt somewhere. The same seed makes the same. */
public final class Requests {

    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer();
    private static final List<String> CONTENT_TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "multipart/form-data",
            "nonsense",
            "*/*");
    private static final int TOO_LARGE = (1 << 20) + (256 << 10);

    private final Operation operation;
    private final Map<String, String> known;
    private final Random random;
    private final Specimens specimens;
    private final Mutations mutations;

    /** @param known ids of things that are there, by the names of path parameters */
    public Requests(Operation operation, Map<String, String> known, long seed) {
        this.operation = operation;
        this.known = Map.copyOf(known);
        this.random = new Random(seed ^ operation.id().hashCode());
        this.specimens = new Specimens(operation.contract(), random);
        this.mutations = new Mutations(random);
    }

    public Request next() {
        var spoilt = random.nextInt(3) > 0;
        var path = new StringBuilder(operation.path());
        var query = new ArrayList<String>();
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var pointer : operation.parameters()) {
            var name = operation.contract().at(pointer + "/name").asText();
            switch (operation.contract().at(pointer + "/in").asText()) {
                case "path" -> replace(path, "{" + name + "}", encoded(inPath(name, pointer, spoilt)));
                case "header" -> header(headers, name, pointer, spoilt);
                default -> query(query, name, pointer, spoilt);
            }
        }
        if (spoilt && random.nextInt(10) == 0) {
            query.add(encoded(mutations.text()) + "=" + encoded(mutations.text()));
        }
        if (spoilt && random.nextInt(10) == 0) {
            query.add("topic=%ff%fe&%c0%80=%00");
        }
        var body = body(headers, spoilt);
        return new Request(
                operation.method(), path + (query.isEmpty() ? "" : "?" + String.join("&", query)), headers, body);
    }

    private String inPath(String name, String pointer, boolean spoilt) {
        if (spoilt && random.nextInt(6) == 0) {
            var text = mutations.text();
            return text.isEmpty() ? "-" : text;
        }
        return known.containsKey(name) && random.nextInt(8) > 0 ? known.get(name) : text(valid(pointer));
    }

    private void header(Map<String, String> headers, String name, String pointer, boolean spoilt) {
        if (random.nextInt(4) == 0) {
            var value = spoilt ? mutations.text() : text(valid(pointer));
            headers.put(name, value.replaceAll("[^ -~]", "?").strip());
        }
    }

    private void query(List<String> query, String name, String pointer, boolean spoilt) {
        if (random.nextInt(4) > 0
                && (spoilt || !operation.contract().at(pointer + "/required").asBoolean())) {
            return;
        }
        if (spoilt && random.nextInt(2) == 0) {
            query.add(encoded(name) + "=" + encoded(mutations.text()));
            return;
        }
        var value = valid(pointer);
        var values = value.isArray() ? value.valueStream().toList() : List.of(value);
        var style = value.isArray() ? random.nextInt(3) : 0;
        for (var i = 0; i < values.size(); i++) {
            var spelling = List.of(name, name + "[]", name + "[" + i + "]").get(style);
            query.add(encoded(spelling) + "=" + encoded(text(values.get(i))));
        }
    }

    private JsonNode valid(String pointer) {
        var parameter = operation.contract().at(pointer);
        return parameter.has("example") && random.nextBoolean()
                ? parameter.get("example")
                : specimens.of(pointer + "/schema");
    }

    private byte[] body(Map<String, String> headers, boolean spoilt) {
        var schema = operation.body();
        if (schema.isEmpty()) {
            return spoilt && random.nextInt(10) == 0 ? new byte[] {'{', '}'} : new byte[0];
        }
        headers.put(
                "Content-Type",
                spoilt && random.nextInt(8) == 0
                        ? CONTENT_TYPES.get(random.nextInt(CONTENT_TYPES.size()))
                        : "application/json");
        var example = operation.contract().at(schema.get().replaceFirst("schema$", "example"));
        var tree = example.isMissingNode() || random.nextBoolean() ? specimens.of(schema.get()) : example.deepCopy();
        if (!spoilt) {
            return bytes(tree);
        }
        for (var i = random.nextInt(4); i > 0; i--) {
            tree = mutations.tree(tree);
        }
        var bytes = bytes(tree);
        return switch (random.nextInt(40)) {
            case 0 -> padded(bytes);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> mutations.bytes(bytes);
            default -> bytes;
        };
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] padded(byte[] body) {
        var padded = Arrays.copyOf(body, TOO_LARGE);
        Arrays.fill(padded, body.length, TOO_LARGE, (byte) ' ');
        return padded;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static void replace(StringBuilder path, String part, String with) {
        var from = path.indexOf(part);
        path.replace(from, from + part.length(), with);
    }

    private static String encoded(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .chars()
                .mapToObj(c -> Character.isLetterOrDigit(c) && c < 0x80 ? Character.toString(c) : "%%%02X".formatted(c))
                .collect(Collectors.joining());
    }
}
