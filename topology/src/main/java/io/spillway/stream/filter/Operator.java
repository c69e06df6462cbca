package io.spillway.stream.filter;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of a filter that are no field names, with the arguments that they take. */
enum Operator {
    EQ("$eq", "any JSON value"),
    NEQ("$neq", "any JSON value"),
    GT("$gt", "a number or a string"),
    GTE("$gte", "a number or a string"),
    LT("$lt", "a number or a string"),
    LTE("$lte", "a number or a string"),
    IN("$in", "an array, a string, a number, a boolean or null"),
    NIN("$nin", "an array, a string, a number, a boolean or null"),
    STARTS_WITH("$startsWith", "a string or an array of strings"),
    ENDS_WITH("$endsWith", "a string or an array of strings"),
    EXIST("$exist", "true or false"),
    OR("$or", "an array of filters"),
    AND("$and", "an array of filters"),
    NOT("$not", "a filter");

    private static final Map<String, Operator> BY_SYMBOL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::symbol, Function.identity()));

    private final String symbol;
    private final String argument;

    Operator(String symbol, String argument) {
        this.symbol = symbol;
        this.argument = argument;
    }

    static Optional<Operator> of(String symbol) {
        return Optional.ofNullable(BY_SYMBOL.get(symbol));
    }

    static String symbols() {
        return Arrays.stream(values()).map(Operator::symbol).collect(Collectors.joining(", "));
    }

    String symbol() {
        return symbol;
    }

    /** What the argument may be, for people. */
    String argument() {
        return argument;
    }
}
