package io.spillway.gateway.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query parameters of a request, whose arrays come in three spellings. */
public final class Query {

    private final Map<String, List<String>> parameters;

    public Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    public static Query of(Context ctx) {
        return new Query(ctx.queryParamMap());
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
