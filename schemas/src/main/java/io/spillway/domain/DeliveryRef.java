package io.spillway.domain;

import java.util.Optional;

/**
 * Which delivery something is about.
 *
 * @param replay what it repeats, where a replay made it
 */
public record DeliveryRef(
        DeliveryId id,
        TenantId tenant,
        EventId event,
        Optional<String> topic,
        DestinationId destination,
        String destinationType,
        Optional<Replayed> replay) {

    /** One that repeats nothing. */
    public DeliveryRef(
            DeliveryId id,
            TenantId tenant,
            EventId event,
            Optional<String> topic,
            DestinationId destination,
            String destinationType) {
        this(id, tenant, event, topic, destination, destinationType, Optional.empty());
    }
}
