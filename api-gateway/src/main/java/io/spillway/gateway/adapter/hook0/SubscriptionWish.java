package io.spillway.gateway.adapter.hook0;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.adapter.WebhookDraft;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a subscription shall be.
 *
 * @param labels what events must all have
 * @param headers sent with each event
 */
record SubscriptionWish(
        boolean enabled,
        List<String> eventTypes,
        Map<String, String> labels,
        Map<String, String> metadata,
        String url,
        JsonNode headers) {

    /** The description is kept among the metadata. */
    static final String DESCRIPTION = "description";

    static SubscriptionWish of(Fields fields) {
        var target = fields.value("target").orElseThrow(() -> Words.missing("target"));
        if (!target.path("type").asText().equals("http")
                || !target.path("method").asText().equalsIgnoreCase("POST")) {
            throw ApiException.invalid(List.of("target must be of type http with method POST"));
        }
        var url = target.path("url").asText();
        if (url.isEmpty()) {
            throw Words.missing("target.url");
        }
        var metadata = new HashMap<>(fields.texts("metadata"));
        fields.text(DESCRIPTION).ifPresent(text -> metadata.put(DESCRIPTION, text));
        return new SubscriptionWish(
                fields.value("is_enabled").map(JsonNode::asBoolean).orElse(true),
                fields.list("event_types").orElseThrow(() -> Words.missing("event_types")),
                labels(fields),
                metadata,
                url,
                target.path("headers"));
    }

    /** @param before the metadata that there is */
    WebhookDraft put(WebhookDraft draft, Map<String, String> before) {
        return draft.topics(eventTypes)
                .url(url)
                .config("custom_headers", headers.isObject() && !headers.isEmpty() ? headers.toString() : "")
                .filter(filter())
                .metadata(before, metadata)
                .enabled(enabled);
    }

    private Optional<JsonNode> filter() {
        return labels.isEmpty() ? Optional.empty() : Optional.of(filter(labels));
    }

    /** Lets pass what has all of these. */
    static ObjectNode filter(Map<String, String> labels) {
        var filter = JsonNodeFactory.instance.objectNode();
        var wanted = filter.putObject("metadata");
        labels.forEach((name, value) -> wanted.putObject(name).put("$eq", value));
        return filter;
    }

    private static Map<String, String> labels(Fields fields) {
        var labels = fields.texts("labels");
        var key = fields.text("label_key");
        return labels.isEmpty() && key.isPresent() ? Map.of(key.get(), Words.require(fields, "label_value")) : labels;
    }
}
