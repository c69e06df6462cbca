package io.spillway.gateway.attempt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Timings;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.event.EventView;
import io.spillway.gateway.http.Json;
import io.spillway.stream.query.AttemptRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** An attempt as the API shows it, with what was asked for beside it. */
record AttemptView(
        AttemptRow row, Optional<EventView> event, Optional<DestinationView> destination, Answered answered) {

    /** What the destination answered, or why it did not. */
    sealed interface Answered {

        /** It was not asked for, or is no longer kept. */
        record Unknown() implements Answered {}

        /** @param data a JSON object */
        record With(String data) implements Answered {}
    }

    void write(JsonGenerator json) throws IOException {
        var delivery = row.delivery();
        var tried = row.tried();
        json.writeStartObject();
        json.writeStringField("id", row.id().toString());
        json.writeStringField("tenant_id", delivery.tenant().value());
        json.writeStringField("event_id", delivery.event().value());
        json.writeStringField("destination_id", delivery.destination().value());
        json.writeStringField("destination_type", delivery.destinationType());
        json.writeStringField("delivery_id", delivery.id().value());
        json.writeNumberField("attempt_number", tried.number());
        json.writeBooleanField("manual", tried.manual());
        json.writeStringField("status", tried.succeeded() ? "success" : "failed");
        Json.time(json, "time", tried.time());
        json.writeNumberField("duration_ms", tried.duration().toMillis());
        Json.textIfAny(json, "code", tried.code());
        Json.textIfAny(json, "error", tried.error());
        writeTimings(json, tried.timings());
        Json.textIfAny(json, "request_id", tried.request());
        Json.textIfAny(json, "next_attempt_at", row.nextAttemptAt().map(Json::time));
        writeIncluded(json);
        json.writeEndObject();
    }

    private static void writeTimings(JsonGenerator json, Timings timings) throws IOException {
        if (timings.equals(Timings.NONE)) {
            return;
        }
        json.writeObjectFieldStart("timings");
        writeMillis(json, "dns", timings.dns());
        writeMillis(json, "connect", timings.connect());
        writeMillis(json, "tls", timings.tls());
        writeMillis(json, "first_byte", timings.firstByte());
        json.writeEndObject();
    }

    private static void writeMillis(JsonGenerator json, String name, Optional<Duration> time) throws IOException {
        if (time.isPresent()) {
            json.writeNumberField(name, BigDecimal.valueOf(time.get().toNanos() / 1_000, 3));
        }
    }

    private void writeIncluded(JsonGenerator json) throws IOException {
        if (event.isPresent()) {
            json.writeFieldName("event");
            event.get().write(json);
        }
        if (destination.isPresent()) {
            json.writeFieldName("destination");
            destination.get().write(json);
        }
        switch (answered) {
            case Answered.Unknown() -> {}
            case Answered.With(var data) -> Json.raw(json, "response_data", data);
        }
    }
}
