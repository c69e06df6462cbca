package io.spillway.gateway.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads ids that callers name. */
public final class Ids {

    private Ids() {}

    /** Nothing where the text cannot be such an id. */
    public static <T> Optional<T> parse(String text, Function<String, T> id) {
        try {
            return Optional.of(id.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An id that something new shall have; refused with what is wrong with it. */
    public static <T> T require(String text, Function<String, T> id) {
        try {
            return id.apply(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** The ids that a list is narrowed to; those that nothing can have are left out. */
    public static <T> Set<T> set(Query query, String name, Function<String, T> id) {
        return query.list(name).stream()
                .flatMap(text -> parse(text, id).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a list is narrowed to ids of which none can exist. */
    public static boolean nothingIn(Query query, String name, Function<String, ?> id) {
        var given = query.list(name);
        return !given.isEmpty()
                && given.stream().allMatch(text -> parse(text, id).isEmpty());
    }
}
