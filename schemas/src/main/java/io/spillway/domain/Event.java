package io.spillway.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * One fact published for a tenant.
 *
 * @param topic its kind, as {@code order.paid}; absent where the deployment declares no topics and the producer gave none
 * @param time when it happened, to the millisecond
 * @param metadata delivered as headers
 * @param eligibleForRetry whether a failed attempt may be followed by another
 * @param target the only destination that may receive it, if the producer named one
 */
public record Event(
        TenantId tenant,
        EventId id,
        Optional<String> topic,
        Instant time,
        Map<String, String> metadata,
        boolean eligibleForRetry,
        Optional<DestinationId> target,
        Data data) {

    public Event {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        metadata = Map.copyOf(metadata);
    }

    public Event with(Data other) {
        return new Event(tenant, id, topic, time, metadata, eligibleForRetry, target, other);
    }
}
