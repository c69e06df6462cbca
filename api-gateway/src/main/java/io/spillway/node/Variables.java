package io.spillway.node;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The settings of a process by name. Reading them collects everything that is wrong, to be said at once. */
public final class Variables {

    private final Map<String, String> values;
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    public Variables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public Map<String, String> all() {
        return values;
    }

    /** Every name that was asked for, with its default as text. */
    public Map<String, String> defaults() {
        return Map.copyOf(defaults);
    }

    public String text(String name, String otherwise) {
        defaults.put(name, otherwise);
        return Optional.ofNullable(values.get(name)).map(String::strip).orElse(otherwise);
    }

    /** Text that may be left out. */
    public Optional<String> optional(String name) {
        return Optional.of(text(name, "")).filter(value -> !value.isEmpty());
    }

    public int number(String name, int otherwise, int least, int most) {
        return read(name, Integer.toString(otherwise), "a whole number from " + least + " to " + most, text -> {
            var number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        });
    }

    /** A number that may be left out, or given as nothing where there is a usual one. */
    public Optional<Integer> optionalNumber(String name, String otherwise, int least, int most) {
        var form = "a whole number from " + least + " to " + most + ", or nothing";
        return read(name, otherwise, form, text -> {
            var number = text.isEmpty() ? Optional.<Integer>empty() : Optional.of(Integer.parseInt(text));
            if (number.filter(some -> some < least || some > most).isPresent()) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        });
    }

    public boolean flag(String name, boolean otherwise) {
        return read(name, Boolean.toString(otherwise), "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        });
    }

    /** A list with commas between its entries. */
    public List<String> list(String name, String otherwise) {
        return Stream.of(text(name, otherwise).split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Reads a text that must be of some form. */
    public <T> T read(String name, String otherwise, String form, Function<String, T> parse) {
        var text = text(name, otherwise);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            problem(name + " must be " + form + ", and is \"" + text + "\"");
            return parse.apply(otherwise);
        }
    }

    public void problem(String sentence) {
        problems.add(sentence);
    }

    /** Throws a {@link ConfigException} that names every problem found so far. */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
    }
}
