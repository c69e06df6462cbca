package io.spillway.gateway.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query parameters of a request, whose arrays come in three spellings. */
public final class Query {

    private static final String ATTRIBUTE = "query";

    private final Map<String, List<String>> parameters;

    public Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** What the caller asks for, or what that was narrowed to. */
    public static Query of(Context ctx) {
        return ctx.attribute(ATTRIBUTE) instanceof Query narrowed ? narrowed : new Query(ctx.queryParamMap());
    }

    /** Has the rest of this request's handling see this query. */
    public void putOn(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }

    /** The query with one value of a parameter, in place of all that it has under any spelling. */
    public Query with(String name, String value) {
        var others = new LinkedHashMap<>(parameters);
        others.keySet().removeIf(key -> isSpelling(key, name));
        others.put(name, List.of(value));
        return new Query(others);
    }

    /** Every value of a parameter, whatever its spelling; empty texts are left out. */
    public List<String> spelled(String name) {
        return parameters.keySet().stream()
                .filter(key -> isSpelling(key, name))
                .flatMap(key -> given(key).stream())
                .toList();
    }

    /** The value of a parameter that is given at most once; empty text counts as absent. */
    public Optional<String> one(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** {@code f[0]=a&f[1]=b} wins, then {@code f[]=a&f[]=b}, then {@code f=a&f=b}; empty texts are left out. */
    public List<String> list(String name) {
        var indexed = indexed(name);
        if (!indexed.isEmpty()) {
            return indexed;
        }
        var bracketed = given(name + "[]");
        return bracketed.isEmpty() ? given(name) : bracketed;
    }

    /** The operators under which a parameter is given, as {@code gte} of {@code time[gte]}. */
    public List<String> operators(String name) {
        return parameters.keySet().stream()
                .filter(key -> key.startsWith(name + "[") && key.endsWith("]"))
                .map(key -> key.substring(name.length() + 1, key.length() - 1))
                .toList();
    }

    private static boolean isSpelling(String key, String name) {
        return key.equals(name) || key.startsWith(name + "[");
    }

    private List<String> given(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private List<String> indexed(String name) {
        var values = new ArrayList<String>();
        for (var i = 0; parameters.containsKey(name + "[" + i + "]"); i++) {
            values.addAll(given(name + "[" + i + "]"));
        }
        return values;
    }
}
