package io.spillway.gateway.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.DeliveryEntry;
import io.spillway.gateway.http.Json;
import java.io.IOException;

/** A delivery as the API shows it. */
record DeliveryView(DeliveryEntry entry) {

    void write(JsonGenerator json) throws IOException {
        var ref = entry.ref();
        json.writeStartObject();
        json.writeStringField("id", ref.id().value());
        json.writeStringField("tenant_id", ref.tenant().value());
        json.writeStringField("event_id", ref.event().value());
        json.writeStringField("destination_id", ref.destination().value());
        json.writeStringField("topic", ref.topic().orElse(""));
        json.writeStringField("state", entry.state().word());
        Json.textIfAny(json, "reason", entry.reason());
        json.writeNumberField("attempts", entry.attempts().size());
        Json.textIfAny(json, "next_attempt_at", entry.nextAttemptAt().map(Json::time));
        Json.time(json, "created_at", entry.createdAt());
        Json.time(json, "updated_at", entry.updatedAt());
        json.writeEndObject();
    }
}
