package io.spillway.gateway.destination;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.stream.filter.Filter;
import io.spillway.stream.filter.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Checks a filter before it is saved. */
final class Filters {

    private static final String EVERYTHING = "{}";

    private Filters() {}

    /** The filter's text as it came; absent where there is none, or it lets everything pass. */
    static Optional<String> of(Fields fields) {
        return fields.bytes("filter").map(Filters::checked).filter(text -> !matchesAll(text));
    }

    private static String checked(byte[] json) {
        compiled(json);
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Refuses what is no filter, with the place of its first mistake. */
    static Filter compiled(byte[] json) {
        return switch (Filter.parse(json)) {
            case Filter valid -> valid;
            case Refusal(var pointer, var reason) ->
                throw ApiException.invalid(
                        List.of("filter" + (pointer.isEmpty() ? "" : " " + pointer) + ": " + reason));
        };
    }

    private static boolean matchesAll(String text) {
        return text.replaceAll("\\s", "").equals(EVERYTHING);
    }
}
