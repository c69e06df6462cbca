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
 * @param fallback the value that a form starts with
 * @param disabled shown, but not to be edited
 * @param sensitive masked whenever settings are shown
 * @param minLength in characters
 * @param maxLength in characters
 * @param pattern a regular expression that a value must contain a match of; anchor it
 * @param options the only values that a {@link Kind#SELECT} takes: value → label
 */
public record Field(
        Kind kind,
        String key,
        String label,
        String description,
        boolean required,
        Optional<String> fallback,
        boolean disabled,
        boolean sensitive,
        OptionalInt minLength,
        OptionalInt maxLength,
        Optional<Pattern> pattern,
        List<Option> options) {

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

    /** One choice of a select. */
    public record Option(String label, String value) {}

    public Field {
        options = List.copyOf(options);
    }

    /** An optional field without further rules; the methods below add them. */
    public static Field of(Kind kind, String key, String label, String description) {
        return new Field(
                kind,
                key,
                label,
                description,
                false,
                Optional.empty(),
                false,
                false,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                List.of());
    }

    public Field mandatory() {
        return with(true, sensitive, pattern, options);
    }

    public Field secret() {
        return with(required, true, pattern, options);
    }

    public Field matching(String regex) {
        return with(required, sensitive, Optional.of(Pattern.compile(regex)), options);
    }

    public Field choices(Option... choices) {
        return with(required, sensitive, pattern, List.of(choices));
    }

    public Field ofLength(int min, int max) {
        return new Field(
                kind,
                key,
                label,
                description,
                required,
                fallback,
                disabled,
                sensitive,
                OptionalInt.of(min),
                OptionalInt.of(max),
                pattern,
                options);
    }

    private Field with(boolean must, boolean masked, Optional<Pattern> form, List<Option> choices) {
        return new Field(
                kind, key, label, description, must, fallback, disabled, masked, minLength, maxLength, form, choices);
    }

    /** What is wrong with this field's value, in the REST contract's words; {@code part} is {@code config} or {@code credentials}. */
    Optional<String> problem(String part, Map<String, String> values) {
        var value = values.getOrDefault(key, "");
        if (value.isEmpty()) {
            return required ? Optional.of(part + "." + key + " is required") : Optional.empty();
        }
        return brokenRule(value).map(rule -> part + "." + key + " failed " + rule + " validation");
    }

    private Optional<String> brokenRule(String value) {
        if (minLength.isPresent() && value.length() < minLength.getAsInt()) {
            return Optional.of("minlength");
        }
        if (maxLength.isPresent() && value.length() > maxLength.getAsInt()) {
            return Optional.of("maxlength");
        }
        if (pattern.isPresent() && !pattern.get().matcher(value).find()) {
            return Optional.of("pattern");
        }
        if (kind == Kind.SELECT
                && options.stream().noneMatch(option -> option.value().equals(value))) {
            return Optional.of("option");
        }
        return Optional.empty();
    }
}
