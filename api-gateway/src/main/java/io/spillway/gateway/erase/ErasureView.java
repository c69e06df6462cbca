package io.spillway.gateway.erase;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Job;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was ordered, and when topics have forgotten as well.
 *
 * @param topics how long each may hold what was written to it
 */
record ErasureView(Job job, Map<String, Duration> topics) {

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("job_id", job.id().value());
        json.writeStringField("tenant_id", job.tenant().value());
        Json.time(json, "until", job.createdAt());
        json.writeObjectFieldStart("topics");
        for (var topic : new TreeMap<>(topics).entrySet()) {
            Json.time(json, topic.getKey(), job.createdAt().plus(topic.getValue()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
