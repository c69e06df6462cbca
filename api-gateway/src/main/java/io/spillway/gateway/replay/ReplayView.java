package io.spillway.gateway.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.Job;
import io.spillway.domain.Selection;
import io.spillway.domain.Work;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.util.Collection;

/** A replay as the API shows it. */
public record ReplayView(Job job, Work.Replay replay) {

    public void write(JsonGenerator json) throws IOException {
        var tally = job.tally();
        json.writeStartObject();
        json.writeStringField("id", job.id().value());
        json.writeStringField("tenant_id", job.tenant().value());
        json.writeStringField("state", job.state().word());
        // While it counts what it matches, that is how far it has come.
        json.writeNumberField(
                "matched", job.progress().total().orElse(job.progress().done()));
        json.writeNumberField("emitted", tally.emitted());
        json.writeNumberField("delivered", tally.delivered());
        json.writeNumberField("dead", tally.dead());
        if (replay.rate().isPresent()) {
            json.writeNumberField("rate", replay.rate().get());
        } else {
            json.writeNullField("rate");
        }
        json.writeFieldName("filter");
        write(json, replay.selection());
        if (replay.to().isPresent()) {
            json.writeObjectFieldStart("to");
            json.writeStringField("destination_id", replay.to().get().value());
            json.writeEndObject();
        }
        Json.textIfAny(json, "error", job.progress().error());
        Json.time(json, "created_at", job.createdAt());
        Json.time(json, "updated_at", job.updatedAt());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Selection selection) throws IOException {
        json.writeStartObject();
        sortedUnlessEmpty(json, "event_id", selection.events());
        sortedUnlessEmpty(json, "destination_id", selection.destinations());
        sortedUnlessEmpty(json, "topic", selection.topics());
        sortedUnlessEmpty(
                json,
                "state",
                selection.states().stream().map(DeliveryState::word).toList());
        if (selection.from().isPresent() || selection.until().isPresent()) {
            json.writeObjectFieldStart("time");
            Json.textIfAny(json, "gte", selection.from().map(Json::time));
            Json.textIfAny(json, "lt", selection.until().map(Json::time));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void sortedUnlessEmpty(JsonGenerator json, String name, Collection<?> values) throws IOException {
        if (!values.isEmpty()) {
            Json.texts(
                    json, name, values.stream().map(Object::toString).sorted().toList());
        }
    }
}
