package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what the tenant tasks know, wherever they run. Every method throws {@link NotReadyException} while the owner of
 * what is asked for is unknown, restoring or away; none answers with less than what is known.
 *
 * <p>Where the tenant is left out, all tenants are asked. Lists hold at most {@link Scan#limit()} rows, in the order of
 * the scan.
 */
public interface Queries {

    Optional<Tenant> tenant(TenantId tenant);

    /** In order of creation time. */
    List<Tenant> tenants(Scan scan);

    /** All destinations of a tenant that are not deleted, oldest first. */
    List<SubscriptionRow> subscriptions(TenantId tenant);

    Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination);

    /** Event ids are unique per tenant only: without a tenant there may be several. */
    List<EventEntry> event(Optional<TenantId> tenant, EventId event);

    /** In order of event time. */
    List<EventEntry> events(Criteria.OfEvents criteria, Scan scan);

    Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery);

    /** In order of event time, then destination. */
    List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan);

    /** In order of the time of death, which the criteria's period is of. */
    List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan);

    Optional<Job> job(Optional<TenantId> tenant, JobId job);

    /** In order of creation time. */
    List<Job> replays(Set<TenantId> tenants, Scan scan);

    /** How many deliveries a job would deal with, were it ordered now: takes time in proportion to the tenant's rows. */
    long count(Job job);

    /** In order of attempt time. */
    List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan);

    /** Counts on the spot: takes time in proportion to the rows of the tenants within the span. */
    Statistics statistics(Question question);
}
