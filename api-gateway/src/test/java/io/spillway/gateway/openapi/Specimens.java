package io.spillway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Random;

/** Makes values that fit schemas of the contract; examples more often than not, since they are what is there. */
final class Specimens {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ITEMS = 3;
    private static final long YEAR_SECONDS = 366L * 24 * 3600;

    private final OpenApi contract;
    private final Random random;

    Specimens(OpenApi contract, Random random) {
        this.contract = contract;
        this.random = random;
    }

    /** A value for the schema at a pointer. */
    JsonNode of(String pointer) {
        var schema = contract.at(pointer);
        if (schema.has("example") && random.nextInt(4) > 0) {
            return schema.get("example").deepCopy();
        }
        if (schema.has("$ref")) {
            return of(contract.resolved(pointer));
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        for (var choice : new String[] {"enum", "oneOf"}) {
            if (schema.has(choice)) {
                var place = random.nextInt(schema.get(choice).size());
                return choice.equals("enum") ? schema.get(choice).get(place) : of(pointer + "/oneOf/" + place);
            }
        }
        return ofType(type(schema), pointer);
    }

    private String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText();
    }

    private JsonNode ofType(String type, String pointer) {
        var schema = contract.at(pointer);
        return switch (type) {
            case "object" -> object(pointer, schema);
            case "array" -> array(pointer, schema);
            case "string" -> TextNode.valueOf(text(schema));
            case "integer", "number" ->
                LongNode.valueOf(random.nextLong(
                        schema.path("minimum").asLong(0), schema.path("maximum").asLong(1000) + 1));
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            default -> NullNode.instance;
        };
    }

    private JsonNode object(String pointer, JsonNode schema) {
        var object = NODES.objectNode();
        var required = schema.path("required").toString();
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (required.contains('"' + name + '"') || random.nextInt(3) == 0) {
                object.set(name, of(pointer + "/properties/" + name));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            for (var i = random.nextInt(MOST_ITEMS); i > 0; i--) {
                object.set(word(), of(pointer + "/additionalProperties"));
            }
        }
        return object;
    }

    private JsonNode array(String pointer, JsonNode schema) {
        var array = NODES.arrayNode();
        for (var i = schema.path("minItems").asInt(0) + random.nextInt(MOST_ITEMS); i > 0; i--) {
            array.add(of(pointer + "/items"));
        }
        return array;
    }

    private String text(JsonNode schema) {
        if (schema.path("format").asText().equals("date-time")) {
            return Instant.parse("2026-01-01T00:00:00Z")
                    .plusSeconds(random.nextLong(YEAR_SECONDS))
                    .toString();
        }
        return word();
    }

    private String word() {
        return random.ints(1 + random.nextInt(12), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
