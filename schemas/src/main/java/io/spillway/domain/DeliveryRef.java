package io.spillway.domain;

import java.util.Optional;

/** Which delivery something is about. */
public record DeliveryRef(
        DeliveryId id,
        TenantId tenant,
        EventId event,
        Optional<String> topic,
        DestinationId destination,
        String destinationType) {}
