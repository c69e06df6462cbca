package io.spillway.gateway.job;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Job;
import io.spillway.gateway.http.Json;
import java.io.IOException;

/** A job as the API shows it. */
record JobView(Job job) {

    void write(JsonGenerator json) throws IOException {
        var progress = job.progress();
        json.writeStartObject();
        json.writeStringField("id", job.id().value());
        json.writeStringField("tenant_id", job.tenant().value());
        json.writeStringField("kind", job.work().kind());
        json.writeStringField("state", job.state().word());
        json.writeNumberField("done", progress.done());
        if (progress.total().isPresent()) {
            json.writeNumberField("total", progress.total().get());
        }
        Json.textIfAny(json, "error", progress.error());
        Json.time(json, "created_at", job.createdAt());
        Json.time(json, "updated_at", job.updatedAt());
        json.writeEndObject();
    }
}
