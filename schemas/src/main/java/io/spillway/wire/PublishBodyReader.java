package io.spillway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.wire.PublishBody.Fields;
import io.spillway.wire.PublishBody.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one publish body, collecting every problem instead of stopping at the first. */
final class PublishBodyReader {

    private final JsonParser json;
    private final byte[] document;
    private final List<Problem> malformed = new ArrayList<>();
    private final Map<String, String> metadata = new HashMap<>();

    private Optional<TenantId> tenant = Optional.empty();
    private Optional<EventId> id = Optional.empty();
    private Optional<String> topic = Optional.empty();
    private Optional<Instant> time = Optional.empty();
    private Optional<Data.Inline> data = Optional.empty();
    private Optional<DestinationId> destination = Optional.empty();
    private boolean eligibleForRetry = true;

    PublishBodyReader(JsonParser json, byte[] document) {
        this.json = json;
        this.document = document;
    }

    Fields read() throws IOException, BrokenJsonException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BrokenJsonException("invalid_json", "the body must be a JSON object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var field = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                read(field);
            }
        }
        return new Fields(tenant, id, topic, time, metadata, data, eligibleForRetry, destination, malformed);
    }

    private void read(String field) throws IOException {
        switch (field) {
            case "tenant_id" -> tenant = name(field, TenantId::new);
            case "id" -> id = name(field, EventId::new);
            case "topic" -> topic = name(field, Event::requireTopic);
            case "destination_id" -> destination = name(field, DestinationId::new);
            case "time" -> time = text(field).flatMap(this::time);
            case "eligible_for_retry" -> readEligibility();
            case "metadata" -> readMetadata();
            case "data" -> readData();
            default -> json.skipChildren();
        }
    }

    private <T> Optional<T> name(String field, Function<String, T> type) throws IOException {
        return text(field).filter(text -> !text.isEmpty()).flatMap(text -> {
            try {
                return Optional.of(type.apply(text));
            } catch (IllegalArgumentException e) {
                malformed.add(new Problem(field + " is invalid", false));
                return Optional.empty();
            }
        });
    }

    private Optional<String> text(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            malformed.add(new Problem(field + " must be a string", true));
            return Optional.empty();
        }
        var text = json.getText();
        if (!isUnicode(text) || !isUnicode(field)) {
            malformed.add(new Problem(field + " must be valid Unicode", false));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Half a surrogate pair can be escaped in JSON but not written in UTF-8. */
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private Optional<Instant> time(String text) {
        var time = Rfc3339.parse(text);
        if (time.isEmpty()) {
            malformed.add(new Problem("time must be an RFC 3339 date and time", false));
        }
        return time;
    }

    private void readEligibility() throws IOException {
        if (json.currentToken().isBoolean()) {
            eligibleForRetry = json.getBooleanValue();
        } else {
            json.skipChildren();
            malformed.add(new Problem("eligible_for_retry must be a boolean", true));
        }
    }

    private void readMetadata() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            malformed.add(new Problem("metadata must be an object", true));
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var key = json.currentName();
            json.nextToken();
            text("metadata." + key).ifPresent(value -> metadata.put(key, value));
        }
    }

    private void readData() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            malformed.add(new Problem("data must be a valid JSON object", false));
            return;
        }
        data = Optional.of(new Data.Inline(PublishBody.exactBytes(json, document)));
    }
}
