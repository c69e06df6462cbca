package io.spillway.destination.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HeaderText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers that a tenant has sent with each event: the config field {@code custom_headers}, a JSON object of strings. */
final class CustomHeaders {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONG_ENOUGH_FOR_A_KEY = 12;
    private static final String FIELD = "config.custom_headers";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    private CustomHeaders() {}

    /** Name → value; empty where the field is absent or cannot be read. */
    static Map<String, String> of(Settings settings) {
        return read(settings).orElse(Map.of());
    }

    /** Values that may well be keys. */
    static List<String> secrets(Settings settings) {
        return of(settings).values().stream()
                .filter(value -> value.length() >= LONG_ENOUGH_FOR_A_KEY)
                .toList();
    }

    static List<String> problems(Settings settings) {
        var authorizes = AuthMode.of(settings.credentials()).authorizes();
        return read(settings)
                .map(headers -> headers.entrySet().stream()
                        .flatMap(header -> problem(header.getKey(), header.getValue(), authorizes).stream())
                        .toList())
                .orElse(List.of(FIELD + " failed invalid validation"));
    }

    private static Optional<String> problem(String name, String value, boolean authorizes) {
        var field = FIELD + "." + name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return Optional.of(field + " failed pattern validation");
        }
        if (HeaderText.isReserved(name) || (authorizes && name.equalsIgnoreCase("authorization"))) {
            return Optional.of(field + " is forbidden");
        }
        if (value.isEmpty()) {
            return Optional.of(field + " is required");
        }
        return HeaderText.isValue(value) ? Optional.empty() : Optional.of(field + " failed pattern validation");
    }

    private static Optional<Map<String, String>> read(Settings settings) {
        var text = settings.config().getOrDefault("custom_headers", "");
        if (text.isBlank()) {
            return Optional.of(Map.of());
        }
        try {
            return strings(JSON.readTree(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> strings(JsonNode node) {
        var headers = new LinkedHashMap<String, String>();
        for (var header : node.properties()) {
            if (!header.getValue().isTextual()) {
                return Optional.empty();
            }
            headers.put(header.getKey(), header.getValue().textValue());
        }
        return node.isObject() ? Optional.of(headers) : Optional.empty();
    }
}
