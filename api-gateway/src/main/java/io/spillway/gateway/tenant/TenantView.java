package io.spillway.gateway.tenant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.topic.TopicRules;
import java.io.IOException;
import java.util.List;

/** A tenant as the API shows it: with how many destinations it has, and what topics they want together. */
record TenantView(Tenant tenant, List<Subscription> subscriptions) {

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", tenant.id().value());
        json.writeNumberField("destinations_count", subscriptions.size());
        Json.texts(json, "topics", topics());
        Json.mapUnlessEmpty(json, "metadata", tenant.metadata());
        if (tenant.retention().isPresent()) {
            json.writeNumberField("retention_days", tenant.retention().get().toDays());
        }
        Json.time(json, "created_at", tenant.createdAt());
        Json.time(json, "updated_at", tenant.updatedAt());
        json.writeEndObject();
    }

    private List<String> topics() {
        var all = subscriptions.stream()
                .flatMap(one -> one.topics().stream())
                .sorted()
                .distinct()
                .toList();
        return all.contains(TopicRules.ALL) ? List.of(TopicRules.ALL) : all;
    }
}
