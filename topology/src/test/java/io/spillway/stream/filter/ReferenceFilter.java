package io.spillway.stream.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The filter language once more, slow and straight from its page, to hold the quick one against. It shares no code with it. */
final class ReferenceFilter {

    private ReferenceFilter() {}

    /** {@code match(value, filter)}; null is a missing value. */
    static boolean match(@Nullable JsonNode value, JsonNode filter) {
        if (filter.isValueNode()) {
            return value != null
                    && (same(value, filter)
                            || (value.isArray()
                                    && elements(value).stream().anyMatch(element -> match(element, filter))));
        }
        if (filter.isArray()) {
            return value != null
                    && value.isArray()
                    && elements(filter).stream()
                            .allMatch(wanted -> elements(value).stream().anyMatch(element -> match(element, wanted)));
        }
        if (filter.isEmpty()) {
            return value != null && value.isContainerNode();
        }
        return operatorsHold(value, filter) && fieldsHold(value, filter);
    }

    private static boolean operatorsHold(@Nullable JsonNode value, JsonNode filter) {
        return filter.properties().stream()
                .filter(property -> property.getKey().startsWith("$"))
                .allMatch(property -> holds(value, property.getKey(), property.getValue()));
    }

    private static boolean fieldsHold(@Nullable JsonNode value, JsonNode filter) {
        var fields = filter.properties().stream()
                .filter(property -> !property.getKey().startsWith("$"))
                .toList();
        if (fields.isEmpty()) {
            return true;
        }
        if (value == null || !value.isContainerNode()) {
            return false;
        }
        var candidates = value.isArray() ? elements(value) : List.of(value);
        return candidates.stream()
                .filter(JsonNode::isObject)
                .anyMatch(object ->
                        fields.stream().allMatch(field -> match(object.get(field.getKey()), field.getValue())));
    }

    private static boolean holds(@Nullable JsonNode value, String operator, JsonNode argument) {
        return switch (operator) {
            case "$eq" -> value != null && same(value, argument);
            case "$neq" -> value != null && !same(value, argument);
            case "$gt" -> compares(value, argument, sign -> sign > 0);
            case "$gte" -> compares(value, argument, sign -> sign >= 0);
            case "$lt" -> compares(value, argument, sign -> sign < 0);
            case "$lte" -> compares(value, argument, sign -> sign <= 0);
            case "$in" -> isNamedByIn(value, argument) && in(value, argument);
            case "$nin" -> isNamedByIn(value, argument) && !in(value, argument);
            case "$startsWith" ->
                isText(value)
                        && texts(argument).stream().anyMatch(text -> begins(points(value.textValue()), points(text)));
            case "$endsWith" ->
                isText(value)
                        && texts(argument).stream()
                                .anyMatch(text -> begins(reversed(value.textValue()), reversed(text)));
            case "$exist" -> (value != null) == argument.booleanValue();
            case "$or" -> elements(argument).stream().anyMatch(filter -> match(value, filter));
            case "$and" -> elements(argument).stream().allMatch(filter -> match(value, filter));
            case "$not" -> !match(value, argument);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static boolean compares(@Nullable JsonNode value, JsonNode bound, IntPredicate sign) {
        if (value != null && value.isNumber() && bound.isNumber()) {
            return sign.test(value.decimalValue().compareTo(bound.decimalValue()));
        }
        return isText(value)
                && bound.isTextual()
                && sign.test(Arrays.compare(
                        value.textValue().codePoints().toArray(),
                        bound.textValue().codePoints().toArray()));
    }

    private static boolean isNamedByIn(@Nullable JsonNode value, JsonNode argument) {
        return value != null && (argument.isArray() || value.isArray() || (value.isTextual() && argument.isTextual()));
    }

    private static boolean in(JsonNode value, JsonNode argument) {
        if (argument.isArray()) {
            return contains(argument, value)
                    || (value.isArray() && elements(value).stream().anyMatch(element -> contains(argument, element)));
        }
        return value.isArray()
                ? contains(value, argument)
                : Collections.indexOfSubList(points(value.textValue()), points(argument.textValue())) >= 0;
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        return elements(array).stream().anyMatch(element -> same(element, value));
    }

    /** Deep equality, typed and exact. */
    private static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.getNodeType() != b.getNodeType() || a.size() != b.size()) {
            return false;
        }
        if (a.isObject()) {
            return a.properties().stream()
                    .allMatch(property ->
                            b.has(property.getKey()) && same(property.getValue(), b.get(property.getKey())));
        }
        if (a.isArray()) {
            for (var i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    private static boolean begins(List<Integer> text, List<Integer> start) {
        return start.size() <= text.size() && text.subList(0, start.size()).equals(start);
    }

    private static List<Integer> reversed(String text) {
        return points(text).reversed();
    }

    private static List<Integer> points(String text) {
        return text.codePoints().boxed().toList();
    }

    private static boolean isText(@Nullable JsonNode value) {
        return value != null && value.isTextual();
    }

    private static List<String> texts(JsonNode argument) {
        return argument.isArray()
                ? elements(argument).stream().map(JsonNode::textValue).toList()
                : List.of(argument.textValue());
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
