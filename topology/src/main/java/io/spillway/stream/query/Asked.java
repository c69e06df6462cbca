package io.spillway.stream.query;

import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.JobId;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.statistics.Question;
import java.util.Optional;
import java.util.Set;

/** A question on its way to another node, as JSON; its name is the last part of the path. */
sealed interface Asked {

    record OneTenant(TenantId tenant) implements Asked {}

    record Tenants(Scan scan) implements Asked {}

    record Subscriptions(TenantId tenant) implements Asked {}

    record OneSubscription(TenantId tenant, DestinationId destination) implements Asked {}

    record OneEvent(Optional<TenantId> tenant, EventId event) implements Asked {}

    record Events(Criteria.OfEvents criteria, Scan scan) implements Asked {}

    record OneDelivery(Optional<TenantId> tenant, DeliveryId delivery) implements Asked {}

    record Deliveries(Criteria.OfDeliveries criteria, Scan scan) implements Asked {}

    record Attempts(Criteria.OfAttempts criteria, Scan scan) implements Asked {}

    record DeadLetters(Criteria.OfDeliveries criteria, Scan scan) implements Asked {}

    record OneJob(Optional<TenantId> tenant, JobId job) implements Asked {}

    record Replays(Set<TenantId> tenants, Scan scan) implements Asked {}

    /** @param job its row, in the encoding of the stores */
    record Count(byte[] job) implements Asked {}

    record Statistics(Question question) implements Asked {}

    /** Who owns which partition. */
    record Ownership() implements Asked {}

    /** Who keeps a copy of which partition. */
    record Copies() implements Asked {}
}
