package io.spillway.gateway.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Answer;
import io.spillway.domain.EventId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorView;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.util.List;

/** What came of publishing one event. */
sealed interface Published {

    void write(JsonGenerator json) throws IOException;

    /** It is stored, and this is where it goes. */
    record Routed(Answer.Routed answer) implements Published {

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", answer.event().value());
            json.writeBooleanField("duplicate", answer.duplicate());
            Json.texts(json, "destination_ids", answer.destinations());
            if (answer.destinations().isEmpty()) {
                json.writeStringField("matched", answer.tenantKnown() ? "none" : "tenant_unknown");
            }
            json.writeEndObject();
        }
    }

    /** It is stored; where it goes was not said in time. */
    record Unanswered(EventId id) implements Published {

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", id.value());
            json.writeBooleanField("duplicate", false);
            Json.texts(json, "destination_ids", List.of());
            json.writeStringField("routing", "pending");
            json.writeEndObject();
        }
    }

    /** It is not taken. */
    record Refused(ApiException error) implements Published {

        @Override
        public void write(JsonGenerator json) throws IOException {
            ErrorView.of(error).write(json);
        }
    }
}
