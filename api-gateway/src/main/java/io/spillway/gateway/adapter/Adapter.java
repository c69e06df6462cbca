package io.spillway.gateway.adapter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A system whose routes can be served beside our own. */
public enum Adapter {
    HARBORHOOK,
    ALGOHIRE,
    HOOK0;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those that are named; throws {@link IllegalArgumentException} for any other word. */
    public static Set<Adapter> all(List<String> words) {
        var named = EnumSet.noneOf(Adapter.class);
        words.stream().map(Adapter::of).forEach(named::add);
        return Set.copyOf(named);
    }

    private static Adapter of(String word) {
        return Arrays.stream(values())
                .filter(adapter -> adapter.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no adapter"));
    }
}
