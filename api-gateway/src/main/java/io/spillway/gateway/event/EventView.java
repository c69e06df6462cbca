package io.spillway.gateway.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Data;
import io.spillway.domain.EventEntry;
import io.spillway.domain.RecordAt;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event as the API shows it.
 *
 * @param data its exact bytes; left out where they were not asked for or are no longer kept
 */
public record EventView(EventEntry entry, Optional<byte[]> data) {

    /** Views of events with their data. */
    public static List<EventView> withData(Collection<EventEntry> entries, Bodies bodies) {
        var places = entries.stream().flatMap(EventView::place).collect(Collectors.toSet());
        var stored = places.isEmpty() ? Map.<RecordAt, byte[]>of() : bodies.data(places);
        return entries.stream()
                .map(entry -> new EventView(entry, data(entry, stored)))
                .toList();
    }

    public void write(JsonGenerator json) throws IOException {
        var event = entry.event();
        json.writeStartObject();
        json.writeStringField("id", event.id().value());
        json.writeStringField("tenant_id", event.tenant().value());
        Json.texts(json, "matched_destination_ids", entry.matched());
        json.writeStringField("topic", event.topic().orElse(""));
        Json.time(json, "time", event.time());
        json.writeBooleanField("eligible_for_retry", event.eligibleForRetry());
        Json.mapUnlessEmpty(json, "metadata", event.metadata());
        if (data.isPresent()) {
            Json.raw(json, "data", new String(data.get(), StandardCharsets.UTF_8));
        }
        json.writeEndObject();
    }

    private static Stream<RecordAt> place(EventEntry entry) {
        return entry.event().data() instanceof Data.Stored(var at) ? Stream.of(at) : Stream.empty();
    }

    private static Optional<byte[]> data(EventEntry entry, Map<RecordAt, byte[]> stored) {
        return switch (entry.event().data()) {
            case Data.Inline(var bytes) -> Optional.of(bytes);
            case Data.Stored(var at) -> Optional.ofNullable(stored.get(at));
        };
    }
}
