package io.spillway.gateway.destination;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.gateway.http.Json;
import io.spillway.stream.filter.Explanation;
import java.io.IOException;

/** The part of a filter that decided, as the API shows it: {@code decided_by}. */
public final class FilterDecision {

    private FilterDecision() {}

    public static void write(JsonGenerator json, Explanation.Decision decision) throws IOException {
        json.writeObjectFieldStart("decided_by");
        json.writeStringField("pointer", decision.pointer());
        Json.textIfAny(json, "operator", decision.operator());
        Json.raw(json, "expected", decision.expected().json());
        if (decision.actual().isPresent()) {
            Json.raw(json, "actual", decision.actual().get().json());
        }
        json.writeEndObject();
    }
}
