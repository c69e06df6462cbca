package io.spillway.destination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a destination type presents itself: what people read and which fields they fill in. */
public record Form(Presentation presentation, List<Field> configFields, List<Field> credentialFields) {

    private static final int SHOWN = 4;
    private static final int WORTH_SHOWING = 10;

    /**
     * What people read; whoever runs Spillway may say it in other words.
     *
     * @param icon inline SVG
     * @param instructions Markdown: what to do at the destination's side
     */
    public record Presentation(
            String label, String description, String icon, String instructions, Optional<SetupLink> setupLink) {}

    /** A page that sets a destination up instead of the form; {@code cta} is what its button says. */
    public record SetupLink(String href, String cta) {}

    public Form {
        configFields = List.copyOf(configFields);
        credentialFields = List.copyOf(credentialFields);
    }

    /** Every field's problem in order, as {@code config.url is required} or {@code config.url failed pattern validation}. */
    public List<String> problems(Settings settings) {
        var problems = new ArrayList<String>();
        configFields.forEach(field -> field.problem("config", settings.config()).ifPresent(problems::add));
        credentialFields.forEach(
                field -> field.problem("credentials", settings.credentials()).ifPresent(problems::add));
        return problems;
    }

    /** The settings with every sensitive value masked: its first four characters and stars, stars alone where it is shorter than ten. */
    public Settings masked(Settings settings) {
        return new Settings(
                masked(configFields, settings.config()),
                masked(credentialFields, settings.credentials()),
                settings.deliveryMetadata());
    }

    private static Map<String, String> masked(List<Field> fields, Map<String, String> values) {
        var shown = new HashMap<>(values);
        fields.stream()
                .filter(field -> field.looks().sensitive())
                .forEach(field -> shown.computeIfPresent(field.key(), (key, value) -> mask(value)));
        return shown;
    }

    private static String mask(String value) {
        var clear = value.length() < WORTH_SHOWING ? 0 : SHOWN;
        return value.substring(0, clear) + "*".repeat(value.length() - clear);
    }
}
