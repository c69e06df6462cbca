package io.spillway.destination;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One field of a destination type's form.
 *
 * @param key the key in {@code config} or {@code credentials}
 */
public record Field(Kind kind, String key, Words words, Rules rules, Looks looks) {

    /** How a form shows the field. */
    public enum Kind {
        TEXT,
        CHECKBOX,
        /** A JSON object of strings, as text. */
        KEY_VALUE_MAP,
        SELECT;

        /** The word that the REST contract uses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What people read beside the field. */
    public record Words(String label, String description) {}

    /**
     * What its values must be.
     *
     * @param minLength in characters
     * @param maxLength in characters
     * @param pattern a regular expression that a value must contain a match of; anchor it
     * @param options the only values that a {@link Kind#SELECT} takes
     */
    public record Rules(
            boolean required,
            OptionalInt minLength,
            OptionalInt maxLength,
            Optional<Pattern> pattern,
            List<Option> options) {

        public Rules {
            options = List.copyOf(options);
        }
    }

    /** One choice of a select. */
    public record Option(String label, String value) {}

    /**
     * How it is shown.
     *
     * @param fallback the value that a form starts with
     * @param disabled shown, but not to be edited
     * @param sensitive masked whenever settings are shown
     * @param hidden taken and checked, but not in the form
     */
    public record Looks(Optional<String> fallback, boolean disabled, boolean sensitive, boolean hidden) {}

    /** What is wrong with this field's value, in the REST contract's words; {@code part} is {@code config} or {@code credentials}. */
    Optional<String> problem(String part, Map<String, String> values) {
        var value = values.getOrDefault(key, "");
        if (value.isEmpty()) {
            return rules.required() ? Optional.of(part + "." + key + " is required") : Optional.empty();
        }
        return brokenRule(value).map(rule -> part + "." + key + " failed " + rule + " validation");
    }

    private Optional<String> brokenRule(String value) {
        if (rules.minLength().isPresent() && value.length() < rules.minLength().getAsInt()) {
            return Optional.of("minlength");
        }
        if (rules.maxLength().isPresent() && value.length() > rules.maxLength().getAsInt()) {
            return Optional.of("maxlength");
        }
        if (rules.pattern().filter(pattern -> !pattern.matcher(value).find()).isPresent()) {
            return Optional.of("pattern");
        }
        if (kind == Kind.SELECT
                && rules.options().stream().noneMatch(option -> option.value().equals(value))) {
            return Optional.of("invalid");
        }
        return Optional.empty();
    }
}
