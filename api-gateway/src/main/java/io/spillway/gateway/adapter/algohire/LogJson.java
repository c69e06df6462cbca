package io.spillway.gateway.adapter.algohire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.Json;
import io.spillway.stream.query.AttemptRow;
import java.io.IOException;

/** An attempt in Algohire's words, which call it a delivery log. */
final class LogJson {

    private LogJson() {}

    /** Its fields, into an object that is open. */
    static void write(JsonGenerator json, AttemptRow row) throws IOException {
        var tried = row.tried();
        var status = Words.status(tried.code());
        json.writeStringField("id", row.id().toString());
        json.writeStringField("event_id", row.delivery().event().value());
        json.writeStringField("webhook_id", row.delivery().destination().value());
        json.writeStringField("status", tried.succeeded() ? "success" : "failed");
        json.writeNumberField("attempt_count", tried.number());
        if (status.isPresent()) {
            json.writeNumberField("response_code", status.getAsInt());
        } else {
            json.writeNullField("response_code");
        }
        Json.textOrNull(json, "error_message", tried.error());
        Json.time(json, "created_at", tried.time());
        Json.time(json, "updated_at", tried.time());
    }
}
