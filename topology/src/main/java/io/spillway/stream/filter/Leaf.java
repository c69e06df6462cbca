package io.spillway.stream.filter;

import io.spillway.stream.filter.JsonValue.JsonArray;
import io.spillway.stream.filter.JsonValue.JsonNumber;
import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.JsonValue.JsonText;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A condition that has no filters within. */
sealed interface Leaf extends Condition {

    /** The answer, without a word on how it came about. */
    boolean accepts(@Nullable JsonValue value);

    @Override
    default boolean matches(@Nullable JsonValue value, Trace trace) {
        trace.decided(place(), value);
        return accepts(value);
    }

    /** A scalar as filter: the value equals it, or an element at any depth of nested arrays does. */
    record Equality(Place place, JsonValue expected) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            if (!(value instanceof JsonArray(var elements))) {
                return expected.equals(value);
            }
            for (var element : elements) {
                if (accepts(element)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The empty object as filter: any object or array. */
    record Container(Place place) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return value instanceof JsonObject || value instanceof JsonArray;
        }
    }

    /** {@code $eq} and, with the opposite wanted, {@code $neq}. */
    record DeepEquality(Place place, JsonValue expected, boolean wanted) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            // The filter's side leads: its depth is bounded, so the recursion of equals is.
            return value != null && expected.equals(value) == wanted;
        }
    }

    /** The four comparisons, by the sign of comparing value and bound. */
    enum Order {
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL;

        boolean admits(int comparison) {
            return switch (this) {
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
            };
        }
    }

    /** {@code $gt} and its like with a number. */
    record NumberOrder(Place place, Order order, Decimal bound) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return value instanceof JsonNumber(var number) && order.admits(number.compareTo(bound));
        }
    }

    /** {@code $gt} and its like with a string. */
    record TextOrder(Place place, Order order, String bound) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return value instanceof JsonText(var text) && order.admits(CodePoints.compare(text, bound));
        }
    }

    /** {@code $in} and, with the opposite wanted, {@code $nin}, with an array. */
    record ListMembership(Place place, Set<JsonValue> scalars, List<JsonValue> containers, boolean wanted)
            implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return value != null && (isListed(value) || sharesElement(value)) == wanted;
        }

        private boolean sharesElement(JsonValue value) {
            if (value instanceof JsonArray(var elements)) {
                for (var element : elements) {
                    if (isListed(element)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean isListed(JsonValue value) {
            // Only scalars are hashed: the hash of a container would cost a walk through all of it.
            if (!(value instanceof JsonArray || value instanceof JsonObject)) {
                return scalars.contains(value);
            }
            for (var container : containers) {
                if (container.equals(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code $in} and {@code $nin} with a string: an element of an array, or a part of another string. */
    record TextMembership(Place place, JsonText element, Needle part, boolean wanted) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return switch (value) {
                case JsonText(var text) -> part.isIn(text) == wanted;
                case JsonArray(var elements) -> elements.contains(element) == wanted;
                case null, default -> false;
            };
        }
    }

    /** {@code $in} and {@code $nin} with a number, a boolean or null: an element of an array. */
    record ScalarMembership(Place place, JsonValue element, boolean wanted) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return value instanceof JsonArray(var elements) && elements.contains(element) == wanted;
        }
    }

    /** {@code $startsWith} and {@code $endsWith}. */
    record Affix(Place place, List<String> texts, BiPredicate<String, String> fits) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            if (value instanceof JsonText(var text)) {
                for (var affix : texts) {
                    if (fits.test(text, affix)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** {@code $exist}. */
    record Existence(Place place, boolean wanted) implements Leaf {

        @Override
        public boolean accepts(@Nullable JsonValue value) {
            return (value != null) == wanted;
        }
    }
}
