package io.spillway.gateway.adapter;

import io.spillway.domain.Data;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.stream.filter.CheckedData;
import io.spillway.stream.filter.Refusal;
import io.spillway.wire.PublishBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event as another system's client published it.
 *
 * @param id absent: a new one
 * @param time absent: now
 */
public record ForeignEvent(
        TenantId tenant,
        Optional<EventId> id,
        String topic,
        Optional<Instant> time,
        Map<String, String> metadata,
        Data.Inline data) {

    /** The exact bytes of what must be a JSON object; {@code field} is what the system calls it. */
    public static Data.Inline data(String field, byte[] json) {
        if (CheckedData.of(json) instanceof Refusal(var pointer, var reason)) {
            throw ApiException.invalid(List.of(
                    field + " must be a JSON object" + (pointer.isEmpty() ? "" : " at " + pointer) + ": " + reason));
        }
        return new Data.Inline(json);
    }

    /** The same as one of ours is published. */
    public PublishBody publish() {
        return new PublishBody.Fields(
                Optional.of(tenant),
                id,
                Optional.of(topic),
                time,
                metadata,
                Optional.of(data),
                true,
                Optional.empty(),
                List.of());
    }
}
