package io.spillway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils values: what people, other systems and attackers send. */
final class Mutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEP = 500;

    static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\nb\r\nX-Injected: 1",
            "../../../etc/passwd",
            "%00%2e%2e%2f",
            "' OR 1=1; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}",
            "\u202eright to left",
            "\uD800",
            "\uFFFE\uFEFF",
            "\uD835\uDD6C z\u0351\u036B a\u0301",
            "\u0663",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "-1",
            "0",
            "1e309",
            "0x7f",
            "9".repeat(400),
            "x".repeat(4_000),
            "*",
            "order.*",
            "**",
            ".",
            "..",
            "a/b?c#d",
            "[0]",
            "{}",
            "2026-13-45T99:99:99Z",
            "2026-11-22",
            "2026-11-22T09:30:00",
            "+999999999-12-31T23:59:59.999999999-18:00",
            "-999999999-01-01T00:00:00+18:00",
            "0000-01-01T00:00:00Z",
            "http://[::1",
            "https://user:pass@example.com:99999/",
            "file:///etc/passwd",
            "eyJhbGciOiJub25lIn0.e30.");

    private static final List<JsonNode> VALUES = List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(Long.MIN_VALUE),
            NODES.numberNode(BigInteger.TWO.pow(200)),
            NODES.numberNode(0.1),
            NODES.numberNode(new BigDecimal("1e308")),
            NODES.numberNode(new BigDecimal("1e999999")),
            NODES.numberNode(new BigDecimal("-1e-999999")),
            NODES.arrayNode(),
            NODES.objectNode(),
            NODES.arrayNode().addNull(),
            NODES.objectNode().set("", NODES.objectNode().putNull("\u0000")),
            NODES.objectNode().set("$not", NODES.objectNode().set("$or", NODES.arrayNode())));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    String text() {
        return pick(TEXTS);
    }

    private JsonNode value() {
        return random.nextBoolean() ? NODES.textNode(text()) : pick(VALUES).deepCopy();
    }

    /** The tree with something in it, or itself, spoilt. */
    JsonNode tree(JsonNode tree) {
        var inside = containers(tree);
        if (inside.isEmpty() || random.nextInt(20) == 0) {
            return value();
        }
        switch (pick(inside)) {
            case ObjectNode object -> spoil(object);
            case ArrayNode array -> spoil(array);
            case JsonNode other -> throw new IllegalStateException("no container: " + other);
        }
        return tree;
    }

    /** The text of a body, spoilt. */
    byte[] bytes(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return switch (random.nextInt(10)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 2 -> flipped(body);
            case 3 -> joined(body, body);
            case 4 -> joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, body);
            case 5 -> text.getBytes(StandardCharsets.UTF_16);
            case 6 -> joined(body, new byte[] {(byte) 0xC0, (byte) 0x80, (byte) 0xFF});
            case 7 ->
                text.replaceFirst("^\\{", "{\"id\":\"twice\",\"id\":\"twice\",").getBytes(StandardCharsets.UTF_8);
            case 8 -> ("[".repeat(DEEP) + text + "]".repeat(DEEP)).getBytes(StandardCharsets.UTF_8);
            default -> text.replaceFirst(":\"[^\"]*\"", ":" + "9".repeat(5000)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private void spoil(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(5) == 0) {
            object.set(text(), value());
            return;
        }
        var name = pick(names);
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, NODES.arrayNode().add(object.get(name)));
            default -> object.set(name, value());
        }
    }

    private void spoil(ArrayNode array) {
        if (array.isEmpty() || random.nextBoolean()) {
            array.add(value());
        } else {
            var one = array.get(random.nextInt(array.size()));
            for (var i = 0; i < DEEP; i++) {
                array.add(one.deepCopy());
            }
        }
    }

    private static List<JsonNode> containers(JsonNode tree) {
        var found = new ArrayList<JsonNode>();
        if (tree.isContainerNode()) {
            found.add(tree);
            tree.forEach(child -> found.addAll(containers(child)));
        }
        return found;
    }

    private byte[] flipped(byte[] body) {
        var flipped = body.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
