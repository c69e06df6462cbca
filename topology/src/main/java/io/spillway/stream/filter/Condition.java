package io.spillway.stream.filter;

import io.spillway.stream.filter.JsonValue.JsonArray;
import io.spillway.stream.filter.JsonValue.JsonLiteral;
import io.spillway.stream.filter.JsonValue.JsonNumber;
import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.JsonValue.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One construct of a filter, compiled. Each pair of a part of the filter and a part of the event is met at most once. */
sealed interface Condition
        permits Condition.Keys, Condition.Coverage, Condition.AnyOf, Condition.AllOf, Condition.Not, Leaf {

    Place place();

    /** Whether a value matches; null is a missing one. */
    boolean matches(@Nullable JsonValue value, Trace trace);

    /** A key of an object filter that is a field's name. */
    record Field(String name, Condition condition) {}

    /** An object with keys: operators hold on the value itself, fields together on one object. */
    record Keys(Place place, List<Condition> operators, List<Field> fields) implements Condition {

        @Override
        public boolean matches(@Nullable JsonValue value, Trace trace) {
            for (var operator : operators) {
                if (!operator.matches(value, trace)) {
                    return false;
                }
            }
            if (!fields.isEmpty() && !fieldsMatch(value, trace)) {
                return false;
            }
            if (operators.size() + fields.size() > 1) {
                trace.decided(place, value);
            }
            return true;
        }

        private boolean fieldsMatch(@Nullable JsonValue value, Trace trace) {
            return switch (value) {
                case JsonObject object -> fieldsMatchIn(object, trace);
                case JsonArray array -> fieldsMatchInOneOf(array, trace);
                case JsonText _, JsonNumber _, JsonLiteral _ -> mismatch(value, trace);
                case null -> mismatch(null, trace);
            };
        }

        private boolean fieldsMatchIn(JsonObject object, Trace trace) {
            for (var field : fields) {
                if (!field.condition().matches(object.members().get(field.name()), trace)) {
                    return false;
                }
            }
            return true;
        }

        private boolean fieldsMatchInOneOf(JsonArray array, Trace trace) {
            for (var element : array.elements()) {
                if (element instanceof JsonObject object && fieldsMatchIn(object, trace)) {
                    return true;
                }
            }
            return mismatch(array, trace);
        }

        private boolean mismatch(@Nullable JsonValue value, Trace trace) {
            trace.decided(place, value);
            return false;
        }
    }

    /** An array: each of its elements is matched by some element of the value. */
    record Coverage(Place place, List<Condition> elements) implements Condition {

        @Override
        public boolean matches(@Nullable JsonValue value, Trace trace) {
            if (!(value instanceof JsonArray(var candidates))) {
                trace.decided(place, value);
                return false;
            }
            for (var element : elements) {
                if (!matchesOneOf(element, candidates, trace)) {
                    trace.decided(element.place(), value);
                    return false;
                }
            }
            if (elements.size() != 1) {
                trace.decided(place, value);
            }
            return true;
        }

        private static boolean matchesOneOf(Condition condition, List<JsonValue> candidates, Trace trace) {
            for (var candidate : candidates) {
                if (condition.matches(candidate, trace)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code $or}. */
    record AnyOf(Place place, List<Condition> filters) implements Condition {

        @Override
        public boolean matches(@Nullable JsonValue value, Trace trace) {
            for (var filter : filters) {
                if (filter.matches(value, trace)) {
                    return true;
                }
            }
            if (filters.size() != 1) {
                trace.decided(place, value);
            }
            return false;
        }
    }

    /** {@code $and}. */
    record AllOf(Place place, List<Condition> filters) implements Condition {

        @Override
        public boolean matches(@Nullable JsonValue value, Trace trace) {
            for (var filter : filters) {
                if (!filter.matches(value, trace)) {
                    return false;
                }
            }
            if (filters.size() != 1) {
                trace.decided(place, value);
            }
            return true;
        }
    }

    /** {@code $not}. */
    record Not(Place place, Condition filter) implements Condition {

        @Override
        public boolean matches(@Nullable JsonValue value, Trace trace) {
            var matches = filter.matches(value, trace);
            trace.decided(place, value);
            return !matches;
        }
    }
}
