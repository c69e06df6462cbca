package io.spillway.gateway.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** An object of a policy that is being read; what is wrong in it is remembered under its path, and reads as absent. */
final class PolicyNode {

    private static final int MILLIS = 1_000;

    private final String path;
    private final ObjectNode json;
    private final List<String> problems;

    private PolicyNode(String path, ObjectNode json, List<String> problems) {
        this.path = path;
        this.json = json;
        this.problems = problems;
    }

    static PolicyNode root(ObjectNode json) {
        return new PolicyNode("", json, new ArrayList<>());
    }

    PolicyNode nothing() {
        return new PolicyNode(path, JsonNodeFactory.instance.objectNode(), problems);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void wrong(String name, String problem) {
        problems.add(path + name + " " + problem);
    }

    void knowsOnly(String... names) {
        var known = List.of(names);
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong(name, "is unknown");
            }
        });
    }

    PolicyNode require(String name) {
        if (value(name).isEmpty()) {
            wrong(name, "is required");
        }
        return this;
    }

    Optional<PolicyNode> object(String name) {
        return value(name).flatMap(value -> {
            if (value instanceof ObjectNode object) {
                return Optional.of(new PolicyNode(path + name + ".", object, problems));
            }
            wrong(name, "must be an object");
            return Optional.empty();
        });
    }

    boolean flag(String name) {
        var value = value(name);
        value.filter(given -> !given.isBoolean()).ifPresent(given -> wrong(name, "must be true or false"));
        return value.filter(JsonNode::booleanValue).isPresent();
    }

    Optional<String> text(String name) {
        return value(name).flatMap(value -> {
            if (value.isTextual() && !value.textValue().isEmpty()) {
                return Optional.of(value.textValue());
            }
            wrong(name, "must be a string that is not empty");
            return Optional.empty();
        });
    }

    Optional<Long> whole(String name, long from, long to) {
        return value(name).flatMap(value -> {
            var number = between(value, from, to)
                    .filter(given -> given.stripTrailingZeros().scale() <= 0);
            if (number.isEmpty()) {
                wrong(name, "must be a whole number from " + from + " to " + to);
            }
            return number.map(BigDecimal::longValue);
        });
    }

    Optional<Double> number(String name, double from, double to) {
        return value(name).flatMap(value -> {
            var number = between(value, from, to);
            if (number.isEmpty()) {
                wrong(name, "must be a number from " + plain(from) + " to " + plain(to));
            }
            return number.map(BigDecimal::doubleValue);
        });
    }

    Optional<Duration> seconds(String name, double from, double to) {
        return number(name, from, to).map(PolicyNode::duration);
    }

    Optional<List<Duration>> listOfSeconds(String name, double from, double to, int atMost) {
        require(name);
        return value(name).flatMap(list -> {
            var waits = StreamSupport.stream(list.spliterator(), false)
                    .map(value -> between(value, from, to))
                    .toList();
            if (!list.isArray()
                    || waits.isEmpty()
                    || waits.size() > atMost
                    || waits.contains(Optional.<BigDecimal>empty())) {
                wrong(name, "must be 1 to " + atMost + " numbers from " + plain(from) + " to " + plain(to));
                return Optional.empty();
            }
            return Optional.of(waits.stream()
                    .map(wait -> duration(wait.orElseThrow().doubleValue()))
                    .toList());
        });
    }

    private static Optional<BigDecimal> between(JsonNode value, double from, double to) {
        return Optional.of(value)
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .filter(number -> number.compareTo(BigDecimal.valueOf(from)) >= 0
                        && number.compareTo(BigDecimal.valueOf(to)) <= 0);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
    }
}
