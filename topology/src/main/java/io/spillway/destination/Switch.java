package io.spillway.destination;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A checkbox among settings: {@code on}, {@code true} or {@code false}, stored as one of the last two. */
public final class Switch {

    private static final Set<String> WORDS = Set.of("on", "true", "false");

    private Switch() {}

    /** Whether this is one of the three words. */
    public static boolean isOne(String value) {
        return WORDS.contains(value);
    }

    /** The settings with {@code on} as {@code true} and nothing as {@code false}. */
    public static Settings settled(Settings settings, String key) {
        var config = new HashMap<>(settings.config());
        config.merge(key, "false", (given, otherwise) -> switch (given) {
            case "on" -> "true";
            case "" -> otherwise;
            default -> given;
        });
        return new Settings(Map.copyOf(config), settings.credentials(), settings.deliveryMetadata());
    }
}
