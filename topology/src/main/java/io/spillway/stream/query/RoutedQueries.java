package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.topic.Partitions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Takes each question to the nodes that can answer it: one about a tenant to its owner, others to everybody. */
public final class RoutedQueries implements Queries {

    private final Owners owners;
    private final Function<URI, Queries> nodes;
    private final int partitions;

    /** @param nodes how to ask a node; this one is asked directly */
    public RoutedQueries(Owners owners, Function<URI, Queries> nodes, int partitions) {
        this.owners = owners;
        this.nodes = nodes;
        this.partitions = partitions;
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return owner(tenant).tenant(tenant);
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return scan.page(all().flatMap(node -> node.tenants(scan).stream()), Positions::of);
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        return owner(tenant).subscriptions(tenant);
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return owner(tenant).subscription(tenant, destination);
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return asked(tenant).flatMap(node -> node.event(tenant, event).stream()).toList();
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants()).flatMap(node -> node.events(criteria, scan).stream()), Positions::of);
    }

    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return asked(tenant)
                .flatMap(node -> node.delivery(tenant, delivery).stream())
                .findFirst();
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants()).flatMap(node -> node.deliveries(criteria, scan).stream()),
                DeliveryRow::position);
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants()).flatMap(node -> node.attempts(criteria, scan).stream()),
                AttemptRow::position);
    }

    @Override
    public Statistics statistics(Question question) {
        return Statistics.merged(asked(question.tenants()).map(node -> node.statistics(question)));
    }

    private Stream<Queries> asked(Optional<TenantId> tenant) {
        return tenant.map(one -> Stream.of(owner(one))).orElseGet(this::all);
    }

    private Stream<Queries> asked(Set<TenantId> tenants) {
        return tenants.isEmpty()
                ? all()
                : tenants.stream().map(this::ownerUrl).distinct().map(nodes);
    }

    private Queries owner(TenantId tenant) {
        return nodes.apply(ownerUrl(tenant));
    }

    private URI ownerUrl(TenantId tenant) {
        var partition = Partitions.of(tenant, partitions);
        return Optional.ofNullable(owners.all().get(partition))
                .orElseThrow(() -> new NotReadyException("partition " + partition + " has no owner at the moment"));
    }

    private Stream<Queries> all() {
        return owners.all().values().stream().distinct().map(nodes);
    }
}
