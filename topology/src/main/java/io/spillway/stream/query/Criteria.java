package io.spillway.stream.query;

import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What rows of a list must have; an empty set asks for nothing. */
public final class Criteria {

    private Criteria() {}

    /** {@code from} is included, {@code until} is not; both to the millisecond. */
    public record Period(Optional<Instant> from, Optional<Instant> until) {

        public static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

        boolean contains(Instant time) {
            return from.filter(time::isBefore).isEmpty()
                    && until.filter(end -> !time.isBefore(end)).isEmpty();
        }
    }

    public record OfEvents(
            Set<TenantId> tenants,
            Set<EventId> events,
            Set<DestinationId> destinations,
            Set<String> topics,
            Period period) {}

    public record OfDeliveries(
            Set<TenantId> tenants,
            Set<EventId> events,
            Set<DestinationId> destinations,
            Set<String> topics,
            Set<DeliveryState> states,
            Period period) {}

    /** @param succeeded absent: both */
    public record OfAttempts(
            Set<TenantId> tenants,
            Set<EventId> events,
            Set<DestinationId> destinations,
            Set<String> topics,
            Set<String> destinationTypes,
            Optional<Boolean> succeeded,
            Period period) {}
}
