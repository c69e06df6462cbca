package io.spillway.gateway.adapter.hook0;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.domain.Subscription;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A destination in Hook0's words. */
record SubscriptionJson(DestinationView view) {

    void write(JsonGenerator json) throws IOException {
        var row = view.row().subscription();
        var metadata = new TreeMap<>(row.metadata());
        var description = Optional.ofNullable(metadata.remove(SubscriptionWish.DESCRIPTION));
        json.writeStartObject();
        json.writeStringField("application_id", row.tenant().value());
        json.writeStringField("subscription_id", row.id().value());
        json.writeBooleanField("is_enabled", row.state().enabled());
        Json.texts(json, "event_types", row.topics());
        Json.textOrNull(json, "description", description);
        Json.textIfAny(json, "secret", view.secret());
        Json.map(json, "metadata", metadata);
        writeLabels(json, labels(row));
        writeTarget(json);
        Json.texts(json, "dedicated_workers", List.of());
        Json.time(json, "created_at", row.createdAt());
        Json.time(json, "updated_at", row.updatedAt());
        json.writeEndObject();
    }

    private static void writeLabels(JsonGenerator json, Map<String, String> labels) throws IOException {
        var first = labels.entrySet().stream().findFirst();
        json.writeStringField("label_key", first.map(Map.Entry::getKey).orElse(""));
        json.writeStringField("label_value", first.map(Map.Entry::getValue).orElse(""));
        Json.map(json, "labels", labels);
    }

    private void writeTarget(JsonGenerator json) throws IOException {
        var headers = view.shown().settings().config().getOrDefault("custom_headers", "");
        json.writeObjectFieldStart("target");
        json.writeStringField("type", "http");
        json.writeStringField("method", "POST");
        json.writeStringField("url", view.shown().target().orElse(""));
        Json.raw(json, "headers", headers.isEmpty() ? "{}" : headers);
        json.writeEndObject();
    }

    /** Those that the filter asks for, if it asks for labels and nothing else. */
    private static Map<String, String> labels(Subscription row) {
        return row.filter()
                .map(text -> Fields.parse(text.getBytes(StandardCharsets.UTF_8)))
                .flatMap(filter -> filter.value("metadata"))
                .map(SubscriptionJson::texts)
                .filter(labels -> row.filter().stream()
                        .allMatch(SubscriptionWish.filter(labels).toString()::equals))
                .orElse(Map.of());
    }

    private static Map<String, String> texts(JsonNode metadata) {
        return metadata.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        label -> label.getValue().path("$eq").asText(),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
