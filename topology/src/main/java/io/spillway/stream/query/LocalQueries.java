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
import io.spillway.topic.Partitions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Answers from those partitions of this node that it is asked for. */
public final class LocalQueries implements Queries {

    private final LocalStores stores;
    private final int partitions;
    private final Share share;

    public LocalQueries(LocalStores stores, int partitions, Share share) {
        this.stores = stores;
        this.partitions = partitions;
        this.share = share;
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return at(tenant, queries -> queries.tenant(tenant));
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return scan.page(everywhere(queries -> queries.tenants(scan)), Positions::of);
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        return at(tenant, queries -> queries.subscriptions(tenant));
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return at(tenant, queries -> queries.subscription(tenant, destination));
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return tenant.map(one -> at(one, queries -> queries.event(tenant, event)))
                .orElseGet(() ->
                        everywhere(queries -> queries.event(tenant, event)).toList());
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return scan.page(of(criteria.tenants(), queries -> queries.events(criteria, scan)), Positions::of);
    }

    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return tenant.map(one -> at(one, queries -> queries.delivery(tenant, delivery)))
                .orElseGet(() -> everywhere(queries ->
                                queries.delivery(tenant, delivery).stream().toList())
                        .findFirst());
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(of(criteria.tenants(), queries -> queries.deliveries(criteria, scan)), DeliveryRow::position);
    }

    @Override
    public List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(of(criteria.tenants(), queries -> queries.deadLetters(criteria, scan)), DeliveryRow::position);
    }

    @Override
    public Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return tenant.map(one -> at(one, queries -> queries.job(tenant, job)))
                .orElseGet(() -> everywhere(
                                queries -> queries.job(tenant, job).stream().toList())
                        .findFirst());
    }

    @Override
    public List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return scan.page(of(tenants, queries -> queries.replays(tenants, scan)), Positions::of);
    }

    @Override
    public long count(Job job) {
        return at(job.tenant(), queries -> queries.count(job));
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return scan.page(of(criteria.tenants(), queries -> queries.attempts(criteria, scan)), AttemptRow::position);
    }

    @Override
    public Statistics statistics(Question question) {
        return Statistics.merged(of(question.tenants(), queries -> List.of(queries.statistics(question))));
    }

    private <R> R at(TenantId tenant, Function<Queries, R> question) {
        var partition = Partitions.of(tenant, partitions);
        if (!share.partitions().contains(partition)) {
            throw new IllegalArgumentException("partition " + partition + " of " + tenant + " is not asked for");
        }
        return stores.at(partition, share.copies(), question);
    }

    /** Asks the partitions of these tenants, as far as they are asked for; of none in particular, all that are. */
    private <R> Stream<R> of(Set<TenantId> tenants, Function<Queries, List<R>> question) {
        return tenants.isEmpty()
                ? everywhere(question)
                : tenants.stream()
                        .map(tenant -> Partitions.of(tenant, partitions))
                        .distinct()
                        .filter(share.partitions()::contains)
                        .flatMap(partition -> stores.at(partition, share.copies(), question).stream());
    }

    private <R> Stream<R> everywhere(Function<Queries, List<R>> question) {
        return share.partitions().stream()
                .flatMap(partition -> stores.at(partition, share.copies(), question).stream());
    }
}
