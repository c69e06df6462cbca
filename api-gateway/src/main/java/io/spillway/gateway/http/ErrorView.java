package io.spillway.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The one shape of errors: {@code {status, message, data?}}. */
public final class ErrorView {

    private ErrorView() {}

    public static Json.Part of(int status, String message, Details details) {
        return json -> {
            json.writeStartObject();
            json.writeNumberField("status", status);
            json.writeStringField("message", writable(message));
            write(json, details);
            json.writeEndObject();
        };
    }

    public static Json.Part of(ApiException error) {
        return of(error.code().status(), error.reason(), error.details());
    }

    private static void write(JsonGenerator json, Details details) throws IOException {
        switch (details) {
            case Details.None() -> {}
            case Details.Problems(var problems) ->
                Json.texts(
                        json, "data", problems.stream().map(ErrorView::writable).toList());
            case Details.Named(var problems) -> named(json, problems);
        }
    }

    /** An error may quote what was sent; half a surrogate pair, which JSON can escape, cannot be written. */
    private static String writable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void named(JsonGenerator json, Map<String, String> problems) throws IOException {
        json.writeObjectFieldStart("data");
        for (var problem : new TreeMap<>(problems).entrySet()) {
            json.writeStringField(problem.getKey(), problem.getValue());
        }
        json.writeEndObject();
    }
}
