package io.spillway.domain;

import java.util.List;

/** What the tenant task says to whoever sent a command or published an event. */
public sealed interface Answer {

    /** The tenant as it is now. */
    record TenantStored(Tenant tenant, boolean created) implements Answer {}

    /** The subscription as it is now. */
    record SubscriptionStored(Subscription subscription, boolean created) implements Answer {}

    /** The job as it is now. */
    record JobStored(Job job) implements Answer {}

    /** It is done and there is nothing to show. */
    record Done() implements Answer {}

    /** It was not done. */
    record Rejected(Rejection rejection) implements Answer {}

    /**
     * Where an event went.
     *
     * @param tenantKnown false where no such tenant exists, so that nothing could match
     */
    record Routed(EventId event, boolean duplicate, List<DestinationId> destinations, boolean tenantKnown)
            implements Answer {

        public Routed {
            destinations = List.copyOf(destinations);
        }
    }

    /** An event could not be taken and lies in quarantine; {@code cause} and {@code detail} as there. */
    record Refused(String cause, String detail) implements Answer {}
}
