package io.spillway.gateway.adapter.harborhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.Replayed;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.util.Optional;

/** A delivery in Harborhook's words, which call it an attempt. */
record DeliveryJson(DeliveryEntry entry) {

    void write(JsonGenerator json) throws IOException {
        var ref = entry.ref();
        json.writeStartObject();
        json.writeStringField("deliveryId", ref.id().value());
        json.writeStringField("eventId", ref.event().value());
        json.writeStringField("endpointId", ref.destination().value());
        json.writeStringField("status", "DELIVERY_ATTEMPT_STATUS_" + status(entry.state()));
        Json.textIfAny(
                json, "replayOf", ref.replay().flatMap(Replayed::delivery).map(DeliveryId::value));
        Json.time(json, "enqueuedAt", entry.createdAt());
        Json.textIfAny(json, "deliveredAt", ended(DeliveryState.DELIVERED));
        Json.textIfAny(json, "dlqAt", ended(DeliveryState.DEAD));
        if (!entry.attempts().isEmpty()) {
            writeLast(json, entry.attempts().getLast());
        }
        json.writeEndObject();
    }

    private static void writeLast(JsonGenerator json, DeliveryEntry.Tried tried) throws IOException {
        var status = Words.status(tried.code());
        if (status.isPresent()) {
            json.writeNumberField("httpStatus", status.getAsInt());
        }
        if (!tried.succeeded()) {
            Json.textIfAny(json, "errorReason", tried.error());
            Json.time(json, "failedAt", tried.time());
        }
    }

    private Optional<String> ended(DeliveryState end) {
        return entry.state() == end ? Optional.of(Json.time(entry.updatedAt())) : Optional.empty();
    }

    private static String status(DeliveryState state) {
        return switch (state) {
            case HELD, SKIPPED -> "QUEUED";
            case IN_FLIGHT -> "INFLIGHT";
            case SCHEDULED -> "FAILED";
            case DELIVERED -> "DELIVERED";
            case DEAD, CANCELLED -> "DEAD";
        };
    }
}
