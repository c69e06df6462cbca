package io.spillway.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Collects what is wrong with settings, in the REST contract's words. */
public final class Problems {

    private final Settings settings;
    private final List<String> found;

    private Problems(Settings settings, List<String> found) {
        this.settings = settings;
        this.found = found;
    }

    /** Begins with what the form finds. */
    public static Problems of(Form form, Settings settings) {
        return new Problems(settings, new ArrayList<>(form.problems(settings)));
    }

    /** Drops what was found of a field that these settings do not need. */
    public Problems without(String field) {
        found.removeIf(problem -> problem.startsWith(field + " "));
        return this;
    }

    /** Adds {@code <field> is required} where the field is empty. */
    public Problems require(String field) {
        if (value(field).isEmpty()) {
            found.add(field + " is required");
        }
        return this;
    }

    /**
     * Adds {@code <field> failed <rule> validation} where the field has a value that is not as it must be, and nothing was
     * found of it before.
     */
    public Problems check(String field, String rule, Predicate<String> right) {
        value(field)
                .filter(value -> isClean(field) && !right.test(value))
                .ifPresent(value -> found.add(field + " failed " + rule + " validation"));
        return this;
    }

    /** Adds what speaks against connecting to this URL, where the field has one and nothing was found of it before. */
    public Problems reach(String field, EgressGuard egress) {
        value(field).filter(value -> isClean(field)).ifPresent(url -> reach(field, url, egress));
        return this;
    }

    /** Adds what speaks against connecting to a URL that a field leads to. */
    public Problems reach(String field, String url, EgressGuard egress) {
        egress.objection(url).ifPresent(objection -> found.add(field + " " + objection));
        return this;
    }

    public boolean isClean(String field) {
        return found.stream().noneMatch(problem -> problem.startsWith(field + " "));
    }

    public List<String> all() {
        return List.copyOf(found);
    }

    /** @param field as {@code config.url} */
    private Optional<String> value(String field) {
        var dot = field.indexOf('.');
        var part = field.substring(0, dot).equals("config") ? settings.config() : settings.credentials();
        return Optional.ofNullable(part.get(field.substring(dot + 1))).filter(value -> !value.isEmpty());
    }
}
