package io.spillway.domain;

/** A delivery's id: a hash of tenant, event and destination, so that working an event again names the same delivery. */
public record DeliveryId(String value) {

    public DeliveryId {
        Ids.requireName("delivery id", value);
    }

    public static DeliveryId of(TenantId tenant, EventId event, DestinationId destination) {
        return new DeliveryId(Ids.hash(tenant.value(), event.value(), destination.value()));
    }

    /** Of a delivery that a replay makes. */
    public static DeliveryId of(TenantId tenant, EventId event, DestinationId destination, JobId replay) {
        return new DeliveryId(Ids.hash(tenant.value(), event.value(), destination.value(), replay.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
