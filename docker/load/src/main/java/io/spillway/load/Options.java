package io.spillway.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line of {@code --name value} pairs.
 *
 * @param values option name without its dashes → value
 */
public record Options(Map<String, String> values) {

    public Options {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException naming the option that is unknown or lacks its value */
    public static Options of(Set<String> known, String... arguments) {
        var values = new HashMap<String, String>();
        for (int at = 0; at < arguments.length; at += 2) {
            var name = arguments[at].startsWith("--") ? arguments[at].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException("%s is not an option; there are %s"
                        .formatted(
                                arguments[at],
                                known.stream()
                                        .sorted()
                                        .map(option -> "--" + option)
                                        .toList()));
            }
            if (at + 1 == arguments.length) {
                throw new IllegalArgumentException("--%s lacks its value".formatted(name));
            }
            values.put(name, arguments[at + 1]);
        }
        return new Options(values);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** @throws IllegalArgumentException where the option is missing */
    public String required(String name) {
        return text(name).orElseThrow(() -> new IllegalArgumentException("--%s is needed".formatted(name)));
    }

    public int number(String name, int otherwise) {
        return text(name).map(Integer::valueOf).orElse(otherwise);
    }

    /** A number of seconds. */
    public Duration seconds(String name, int otherwise) {
        return Duration.ofSeconds(number(name, otherwise));
    }
}
