package io.spillway.gateway;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.DeliveryRow;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.SubscriptionRow;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Queries that others answer, but for those that a test answers itself. */
interface Forwarding extends Queries {

    Queries tasks();

    @Override
    default Optional<Tenant> tenant(TenantId tenant) {
        return tasks().tenant(tenant);
    }

    @Override
    default List<Tenant> tenants(Scan scan) {
        return tasks().tenants(scan);
    }

    @Override
    default List<SubscriptionRow> subscriptions(TenantId tenant) {
        return tasks().subscriptions(tenant);
    }

    @Override
    default Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return tasks().subscription(tenant, destination);
    }

    @Override
    default List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return tasks().event(tenant, event);
    }

    @Override
    default List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return tasks().events(criteria, scan);
    }

    @Override
    default Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return tasks().delivery(tenant, delivery);
    }

    @Override
    default List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return tasks().deliveries(criteria, scan);
    }

    @Override
    default List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return tasks().deadLetters(criteria, scan);
    }

    @Override
    default Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return tasks().job(tenant, job);
    }

    @Override
    default List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return tasks().replays(tenants, scan);
    }

    @Override
    default long count(Job job) {
        return tasks().count(job);
    }

    @Override
    default List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return tasks().attempts(criteria, scan);
    }

    @Override
    default Statistics statistics(Question question) {
        return tasks().statistics(question);
    }
}
