package io.spillway.history;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.DeliveryRow;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.Scan.Position;
import io.spillway.stream.query.SubscriptionRow;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Statistics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The stores and the log store as one. Lists are the rows of both in their common order, each once: what both have is taken
 * from the stores, which know more of it. So a cursor means the same place in either, wherever a row lies when the next
 * page is asked for. Figures are counted in the stores from the {@link Edge} on and in the log store before it.
 */
public final class LongQueries implements Queries {

    private final Queries stores;
    private final LogStore log;
    private final Edge edge;
    private final PastEvents events;
    private final PastAttempts attempts;

    /** @param topics the names of the topics that the log store was filled from */
    public LongQueries(Queries stores, LogStore log, Edge edge, LogTopics topics) {
        this.stores = stores;
        this.log = log;
        this.edge = edge;
        events = new PastEvents(topics.events());
        attempts = new PastAttempts(topics.attempts());
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return stores.tenant(tenant);
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return stores.tenants(scan);
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        return stores.subscriptions(tenant);
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return stores.subscription(tenant, destination);
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        var near = stores.event(tenant, event);
        // A tenant has one event of an id.
        return tenant.isPresent() && !near.isEmpty()
                ? near
                : together(
                        near,
                        log.ask(db -> events.named(db, tenant, event)),
                        entry -> entry.event().tenant());
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return page(
                stores.events(criteria, scan),
                () -> log.ask(db -> events.list(db, criteria, scan)),
                criteria.period(),
                scan,
                Positions::of);
    }

    /** From the log store only its attempts are known, and whether one of them succeeded. */
    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return stores.delivery(tenant, delivery).or(() -> remembered(log.ask(db -> attempts.of(db, tenant, delivery))));
    }

    private static Optional<DeliveryEntry> remembered(List<AttemptRow> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var first = rows.getFirst();
        var last = rows.getLast().tried();
        var entry = DeliveryEntry.inFlight(first.delivery(), first.tried().time());
        for (var row : rows) {
            entry = entry.with(row.tried());
        }
        var succeeded = rows.stream().anyMatch(row -> row.tried().succeeded());
        return Optional.of(
                entry.ended(succeeded ? DeliveryState.DELIVERED : DeliveryState.DEAD, Optional.empty(), last.time()));
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return stores.deliveries(criteria, scan);
    }

    @Override
    public List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return stores.deadLetters(criteria, scan);
    }

    @Override
    public Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return stores.job(tenant, job);
    }

    @Override
    public List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return stores.replays(tenants, scan);
    }

    @Override
    public long count(Job job) {
        return stores.count(job);
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return page(
                stores.attempts(criteria, scan),
                () -> log.ask(db -> attempts.list(db, criteria, scan)),
                criteria.period(),
                scan,
                AttemptRow::position);
    }

    @Override
    public Statistics statistics(Question question) {
        var span = question.span();
        var border = edge.now();
        if (!span.from().isBefore(border)) {
            return stores.statistics(question);
        }
        var far = (Supplier<Statistics>) () -> past(within(question, span.from(), earlier(border, span.until())));
        return border.isBefore(span.until())
                ? Statistics.merged(Stream.of(stores.statistics(within(question, border, span.until())), far.get()))
                : far.get();
    }

    private Statistics past(Question question) {
        return log.ask(new PastFigures(question)::count);
    }

    private static Question within(Question question, Instant from, Instant until) {
        return new Question(
                question.subject(),
                new Span(from, until),
                question.granularity(),
                question.dimensions(),
                question.filters());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private <R> List<R> page(
            List<R> near, Supplier<List<R>> far, Period period, Scan scan, Function<R, Position> position) {
        var last =
                near.size() < scan.limit() ? Optional.<Position>empty() : Optional.of(position.apply(near.getLast()));
        return edge.isPassed(period, scan, last)
                ? scan.page(together(near, far.get(), position).stream(), position)
                : near;
    }

    private static <R> List<R> together(List<R> near, List<R> far, Function<R, ?> identity) {
        var all = new LinkedHashMap<Object, R>();
        near.forEach(row -> all.put(identity.apply(row), row));
        far.forEach(row -> all.putIfAbsent(identity.apply(row), row));
        return List.copyOf(all.values());
    }
}
