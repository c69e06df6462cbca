package io.spillway.stream.query;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.stream.Keys;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Answers from the stores of one partition. */
final class PartitionQueries implements Queries {

    private final PartitionStores stores;

    PartitionQueries(PartitionStores stores) {
        this.stores = stores;
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return Optional.ofNullable(stores.tenants().get(Keys.tenant(tenant)));
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return scan.page(allTenants().stream(), Positions::of);
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        var rows = new ArrayList<SubscriptionRow>();
        try (var all = rowsOf(tenant, stores.subscriptions())) {
            while (all.hasNext()) {
                var subscription = all.next().value;
                if (!subscription.state().deleted()) {
                    rows.add(new SubscriptionRow(subscription, health(tenant, subscription.id())));
                }
            }
        }
        rows.sort(
                Comparator.comparing((SubscriptionRow row) -> row.subscription().createdAt())
                        .thenComparing(row -> row.subscription().id()));
        return rows;
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return Optional.ofNullable(stores.subscriptions().get(Keys.of(tenant, destination)))
                .filter(subscription -> !subscription.state().deleted())
                .map(subscription -> new SubscriptionRow(subscription, health(tenant, destination)));
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return tenants(tenant).flatMap(one -> event(one, event).stream()).toList();
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return scan.page(tenants(criteria.tenants()).flatMap(tenant -> events(tenant, criteria, scan)), Positions::of);
    }

    private Stream<EventEntry> events(TenantId tenant, Criteria.OfEvents criteria, Scan scan) {
        if (!criteria.events().isEmpty()) {
            return criteria.events().stream()
                    .flatMap(id -> event(tenant, id).stream())
                    .filter(entry -> fits(entry, criteria));
        }
        return new TimeIndex<>(stores.eventsByTime())
                        .walk(
                                tenant,
                                criteria.period(),
                                scan,
                                indexed -> event(tenant, new EventId(indexed.id())).stream()
                                        .filter(entry -> fits(entry, criteria)),
                                Positions::of)
                        .stream();
    }

    private static boolean fits(EventEntry entry, Criteria.OfEvents criteria) {
        return criteria.period().contains(entry.event().time())
                && holds(criteria.topics(), entry.event().topic())
                && (criteria.destinations().isEmpty()
                        || entry.matched().stream().anyMatch(criteria.destinations()::contains));
    }

    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return tenants(tenant).flatMap(one -> delivery(one, delivery).stream()).findFirst();
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(
                tenants(criteria.tenants()).flatMap(tenant -> deliveries(tenant, criteria, scan)),
                DeliveryRow::position);
    }

    private Stream<DeliveryRow> deliveries(TenantId tenant, Criteria.OfDeliveries criteria, Scan scan) {
        if (!criteria.events().isEmpty()) {
            return criteria.events().stream()
                    .flatMap(id -> event(tenant, id).stream())
                    .filter(entry -> criteria.period().contains(entry.event().time()))
                    .flatMap(entry -> deliveries(entry, criteria));
        }
        return new TimeIndex<>(stores.eventsByTime())
                        .walk(
                                tenant,
                                criteria.period(),
                                scan,
                                indexed -> event(tenant, new EventId(indexed.id())).stream()
                                        .flatMap(entry -> deliveries(entry, criteria)),
                                DeliveryRow::position)
                        .stream();
    }

    private Stream<DeliveryRow> deliveries(EventEntry entry, Criteria.OfDeliveries criteria) {
        var event = entry.event();
        if (!holds(criteria.topics(), event.topic())) {
            return Stream.empty();
        }
        return new DeliveriesOf(stores, criteria.destinations())
                .event(entry)
                .filter(delivery -> holds(criteria.states(), Optional.of(delivery.state())))
                .map(delivery -> new DeliveryRow(delivery, Positions.of(entry, delivery)));
    }

    @Override
    public List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(
                tenants(criteria.tenants()).flatMap(tenant -> letters(tenant, criteria, scan)), DeliveryRow::position);
    }

    private Stream<DeliveryRow> letters(TenantId tenant, Criteria.OfDeliveries criteria, Scan scan) {
        return new TimeIndex<>(stores.lettersByTime())
                        .walk(
                                tenant,
                                criteria.period(),
                                scan,
                                indexed -> delivery(tenant, new DeliveryId(indexed.id())).stream()
                                        .filter(entry -> entry.state() == DeliveryState.DEAD)
                                        .filter(entry -> fits(entry.ref(), criteria))
                                        .map(entry -> new DeliveryRow(entry, Positions.ofLetter(entry))),
                                DeliveryRow::position)
                        .stream();
    }

    private static boolean fits(DeliveryRef ref, Criteria.OfDeliveries criteria) {
        return holds(criteria.events(), Optional.of(ref.event()))
                && holds(criteria.destinations(), Optional.of(ref.destination()))
                && holds(criteria.topics(), ref.topic());
    }

    @Override
    public Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return tenant.map(one -> Optional.ofNullable(stores.jobs().get(Keys.of(one, job))))
                .orElseGet(() -> anybodys(job));
    }

    /** Also of a tenant that is gone: its erasure is a job. */
    private Optional<Job> anybodys(JobId id) {
        try (var all = stores.jobs().all()) {
            while (all.hasNext()) {
                var job = all.next().value;
                if (job.id().equals(id)) {
                    return Optional.of(job);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return scan.page(tenants(tenants).flatMap(tenant -> replays(tenant).stream()), Positions::of);
    }

    private List<Job> replays(TenantId tenant) {
        var found = new ArrayList<Job>();
        try (var all = rowsOf(tenant, stores.jobs())) {
            all.forEachRemaining(row -> {
                if (row.value.work() instanceof Work.Replay) {
                    found.add(row.value);
                }
            });
        }
        return found;
    }

    @Override
    public long count(Job job) {
        return new Walk(stores).count(job);
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return scan.page(
                tenants(criteria.tenants()).flatMap(tenant -> attempts(tenant, criteria, scan)), AttemptRow::position);
    }

    private Stream<AttemptRow> attempts(TenantId tenant, Criteria.OfAttempts criteria, Scan scan) {
        if (!criteria.events().isEmpty()) {
            return criteria.events().stream()
                    .flatMap(id -> event(tenant, id).stream())
                    .flatMap(EventEntry::deliveries)
                    .flatMap(id -> delivery(tenant, id).stream())
                    .flatMap(entry -> entry.attempts().stream().map(tried -> AttemptRow.of(entry, tried)))
                    .filter(row -> fits(row, criteria));
        }
        return new TimeIndex<>(stores.attemptsByTime())
                        .walk(
                                tenant,
                                criteria.period(),
                                scan,
                                indexed ->
                                        holds(criteria.destinations(), Optional.of(new DestinationId(indexed.value())))
                                                ? attempt(tenant, AttemptId.parse(indexed.id()))
                                                        .filter(row -> fits(row, criteria))
                                                        .stream()
                                                : Stream.empty(),
                                AttemptRow::position)
                        .stream();
    }

    @Override
    public Statistics statistics(Question question) {
        return new PartitionStatistics(stores, question).of(tenants(question.tenants()));
    }

    private Optional<AttemptRow> attempt(TenantId tenant, AttemptId id) {
        return delivery(tenant, id.delivery())
                .flatMap(entry -> entry.attempts().stream()
                        .filter(tried -> tried.number() == id.number())
                        .findFirst()
                        .map(tried -> AttemptRow.of(entry, tried)));
    }

    private static boolean fits(AttemptRow row, Criteria.OfAttempts criteria) {
        var delivery = row.delivery();
        return criteria.period().contains(row.tried().time())
                && holds(criteria.destinations(), Optional.of(delivery.destination()))
                && holds(criteria.topics(), delivery.topic())
                && holds(criteria.destinationTypes(), Optional.of(delivery.destinationType()))
                && criteria.succeeded()
                        .filter(wanted -> wanted != row.tried().succeeded())
                        .isEmpty();
    }

    /** An empty set asks for nothing. */
    private static <T> boolean holds(Set<T> wanted, Optional<T> actual) {
        return wanted.isEmpty() || actual.filter(wanted::contains).isPresent();
    }

    private Optional<EventEntry> event(TenantId tenant, EventId event) {
        return Optional.ofNullable(stores.events().get(Keys.of(tenant, event)));
    }

    private Optional<DeliveryEntry> delivery(TenantId tenant, DeliveryId delivery) {
        return Optional.ofNullable(stores.deliveries().get(Keys.of(tenant, delivery)));
    }

    private Health health(TenantId tenant, DestinationId destination) {
        return Optional.ofNullable(stores.health().get(Keys.of(tenant, destination)))
                .orElse(Health.OK);
    }

    private Stream<TenantId> tenants(Optional<TenantId> only) {
        return tenants(only.map(Set::of).orElse(Set.of()));
    }

    private Stream<TenantId> tenants(Collection<TenantId> only) {
        return only.isEmpty()
                ? allTenants().stream().map(Tenant::id)
                : only.stream().filter(tenant -> !isBeingErased(tenant));
    }

    /** Nothing is shown any more of one that is, however much of it is left. */
    private boolean isBeingErased(TenantId tenant) {
        if (stores.tenants().get(Keys.tenant(tenant)) != null) {
            return false;
        }
        try (var jobs = rowsOf(tenant, stores.jobs())) {
            while (jobs.hasNext()) {
                if (jobs.next().value.isErasingTheTenant()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * A tenant's rows. A prefix scan would say it better, but Kafka Streams (4.3.1) guards ranges alone against a store that is
     * closed meanwhile, because its partition moves: RocksDB takes the whole process with it.
     */
    private static <V> KeyValueIterator<Bytes, V> rowsOf(TenantId tenant, ReadOnlyKeyValueStore<Bytes, V> store) {
        return store.range(Keys.prefix(tenant), Keys.prefixEnd(tenant));
    }

    private List<Tenant> allTenants() {
        var found = new ArrayList<Tenant>();
        try (var all = stores.tenants().all()) {
            all.forEachRemaining(row -> found.add(row.value));
        }
        return found;
    }
}
