package io.spillway.stream.filter;

import io.spillway.stream.filter.Condition.AllOf;
import io.spillway.stream.filter.Condition.AnyOf;
import io.spillway.stream.filter.Condition.Coverage;
import io.spillway.stream.filter.Condition.Field;
import io.spillway.stream.filter.Condition.Keys;
import io.spillway.stream.filter.Condition.Not;
import io.spillway.stream.filter.JsonValue.JsonArray;
import io.spillway.stream.filter.JsonValue.JsonLiteral;
import io.spillway.stream.filter.JsonValue.JsonNumber;
import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.JsonValue.JsonText;
import io.spillway.stream.filter.Leaf.Affix;
import io.spillway.stream.filter.Leaf.Container;
import io.spillway.stream.filter.Leaf.DeepEquality;
import io.spillway.stream.filter.Leaf.Equality;
import io.spillway.stream.filter.Leaf.Existence;
import io.spillway.stream.filter.Leaf.ListMembership;
import io.spillway.stream.filter.Leaf.NumberOrder;
import io.spillway.stream.filter.Leaf.Order;
import io.spillway.stream.filter.Leaf.ScalarMembership;
import io.spillway.stream.filter.Leaf.TextMembership;
import io.spillway.stream.filter.Leaf.TextOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns a filter's JSON into conditions, or refuses it at the place of its first mistake. */
final class FilterCompiler {

    private FilterCompiler() {}

    static Condition compile(JsonObject filter) throws Refused {
        return condition(Place.root(filter));
    }

    private static Condition condition(Place place) throws Refused {
        return switch (place.value()) {
            case JsonObject object when object.members().isEmpty() -> new Container(place);
            case JsonObject object -> keys(place, object);
            case JsonArray array -> new Coverage(place, conditions(place, array));
            case JsonText _, JsonNumber _, JsonLiteral _ -> new Equality(place, place.value());
        };
    }

    private static Keys keys(Place place, JsonObject object) throws Refused {
        var operators = new ArrayList<Condition>();
        var fields = new ArrayList<Field>();
        for (var member : object.members().entrySet()) {
            var key = member.getKey();
            if (key.startsWith("$")) {
                operators.add(operation(place, key, member.getValue()));
            } else {
                fields.add(new Field(key, condition(place.field(key, member.getValue()))));
            }
        }
        return new Keys(place, List.copyOf(operators), List.copyOf(fields));
    }

    private static Condition operation(Place parent, String key, JsonValue argument) throws Refused {
        var operator = Operator.of(key);
        if (operator.isEmpty()) {
            throw new Refused(
                    parent.field(key, argument).pointer(),
                    "The keys allowed here that begin with $ are " + Operator.symbols()
                            + "; a field whose name begins with $ is written {\"$eq\": ...} inside its parent.");
        }
        return operation(operator.get(), parent.operator(operator.get(), argument));
    }

    private static Condition operation(Operator operator, Place place) throws Refused {
        return switch (operator) {
            case EQ -> new DeepEquality(place, place.value(), true);
            case NEQ -> new DeepEquality(place, place.value(), false);
            case GT -> order(place, Order.GREATER);
            case GTE -> order(place, Order.GREATER_OR_EQUAL);
            case LT -> order(place, Order.LESS);
            case LTE -> order(place, Order.LESS_OR_EQUAL);
            case IN -> membership(place, true);
            case NIN -> membership(place, false);
            case STARTS_WITH -> new Affix(place, texts(place), CodePoints::startsWith);
            case ENDS_WITH -> new Affix(place, texts(place), CodePoints::endsWith);
            case EXIST -> existence(place);
            case OR -> new AnyOf(place, filters(place));
            case AND -> new AllOf(place, filters(place));
            case NOT -> new Not(place, condition(place));
        };
    }

    private static Condition order(Place place, Order order) throws Refused {
        return switch (place.value()) {
            case JsonNumber(var bound) -> new NumberOrder(place, order, bound);
            case JsonText(var bound) -> new TextOrder(place, order, bound);
            case JsonObject _, JsonArray _, JsonLiteral _ -> throw wrongArgument(place);
        };
    }

    private static Condition membership(Place place, boolean wanted) throws Refused {
        return switch (place.value()) {
            case JsonArray(var elements) -> {
                Set<JsonValue> scalars = new HashSet<>();
                List<JsonValue> containers = new ArrayList<>();
                elements.forEach(element -> (isContainer(element) ? containers : scalars).add(element));
                yield new ListMembership(place, scalars, List.copyOf(containers), wanted);
            }
            case JsonText text -> new TextMembership(place, text, new Needle(text.text()), wanted);
            case JsonNumber number -> new ScalarMembership(place, number, wanted);
            case JsonLiteral literal -> new ScalarMembership(place, literal, wanted);
            case JsonObject _ -> throw wrongArgument(place);
        };
    }

    private static boolean isContainer(JsonValue value) {
        return value instanceof JsonArray || value instanceof JsonObject;
    }

    private static List<String> texts(Place place) throws Refused {
        return switch (place.value()) {
            case JsonText(var text) -> List.of(text);
            case JsonArray array -> elements(place, array);
            case JsonObject _, JsonNumber _, JsonLiteral _ -> throw wrongArgument(place);
        };
    }

    private static List<String> elements(Place place, JsonArray array) throws Refused {
        var texts = new ArrayList<String>();
        for (var element : array.elements()) {
            if (!(element instanceof JsonText(var text))) {
                throw new Refused(place.element(texts.size(), element).pointer(), "Only a string is allowed here.");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    private static Condition existence(Place place) throws Refused {
        return switch (place.value()) {
            case JsonLiteral.TRUE -> new Existence(place, true);
            case JsonLiteral.FALSE -> new Existence(place, false);
            case JsonLiteral.NULL -> throw wrongArgument(place);
            case JsonObject _, JsonArray _, JsonText _, JsonNumber _ -> throw wrongArgument(place);
        };
    }

    private static List<Condition> filters(Place place) throws Refused {
        if (place.value() instanceof JsonArray array) {
            return conditions(place, array);
        }
        throw wrongArgument(place);
    }

    private static List<Condition> conditions(Place place, JsonArray array) throws Refused {
        var conditions = new ArrayList<Condition>();
        for (var element : array.elements()) {
            conditions.add(condition(place.element(conditions.size(), element)));
        }
        return List.copyOf(conditions);
    }

    private static Refused wrongArgument(Place place) {
        var operator = place.operator().orElseThrow();
        return new Refused(place.pointer(), operator.symbol() + " takes " + operator.argument() + ".");
    }
}
