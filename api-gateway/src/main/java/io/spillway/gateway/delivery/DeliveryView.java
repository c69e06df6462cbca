package io.spillway.gateway.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.Replayed;
import io.spillway.gateway.destination.FilterDecision;
import io.spillway.gateway.http.Json;
import io.spillway.stream.filter.Explanation;
import java.io.IOException;
import java.util.Optional;

/**
 * A delivery as the API shows it.
 *
 * @param decidedBy the part of a filter that skipped it, where that was asked for
 */
public record DeliveryView(DeliveryEntry entry, Optional<Explanation.Decision> decidedBy) {

    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(json);
        json.writeEndObject();
    }

    /** Into an object that is open. */
    public void writeFields(JsonGenerator json) throws IOException {
        var ref = entry.ref();
        json.writeStringField("id", ref.id().value());
        json.writeStringField("tenant_id", ref.tenant().value());
        json.writeStringField("event_id", ref.event().value());
        json.writeStringField("destination_id", ref.destination().value());
        json.writeStringField("topic", ref.topic().orElse(""));
        json.writeStringField("state", entry.state().word());
        Json.textIfAny(json, "reason", entry.reason());
        if (decidedBy.isPresent()) {
            FilterDecision.write(json, decidedBy.get());
        }
        json.writeNumberField("attempts", entry.attempts().size());
        Json.textIfAny(json, "next_attempt_at", entry.nextAttemptAt().map(Json::time));
        Json.textIfAny(
                json, "replay_id", ref.replay().map(replay -> replay.replay().value()));
        Json.textIfAny(
                json, "replay_of", ref.replay().flatMap(Replayed::delivery).map(DeliveryId::value));
        Json.time(json, "created_at", entry.createdAt());
        Json.time(json, "updated_at", entry.updatedAt());
    }
}
