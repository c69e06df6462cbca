package io.spillway.gateway;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Outcome;
import io.spillway.domain.Patience;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Rejection;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Requests;
import io.spillway.gateway.request.Ticket;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.DeliveryRow;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.SubscriptionRow;
import io.spillway.stream.query.statistics.Counting;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.route.TopicPattern;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays the tenant tasks in memory: takes commands and events, answers at once, and can be asked what it knows. */
final class Tasks implements Outbox, Queries, Bodies {

    /** How they behave. */
    enum Mood {
        WELL,
        /** Records are stored, and nobody answers. */
        SILENT,
        /** Nothing can be stored. */
        AWAY,
        /** Deliveries are begun, and not tried. */
        IDLE,
        /** Deliveries are given up before they are tried. */
        CANCELLING,
        /** Nothing can be asked. */
        RESTORING,
        /** Somebody else is always quicker. */
        OVERTAKEN,
        /** Whoever asks finds a fault of ours. */
        BROKEN
    }

    /** Answered before they are waited for, or never. */
    final Requests requests = new Requests("this-gateway", Patience.USUAL);

    final Map<TenantId, Tenant> tenants = new ConcurrentHashMap<>();
    final Map<DestinationKey, Subscription> subscriptions = new ConcurrentHashMap<>();
    final Map<DestinationKey, Health> health = new ConcurrentHashMap<>();
    final Map<String, EventEntry> events = new ConcurrentHashMap<>();
    final Map<RecordAt, byte[]> data = new ConcurrentHashMap<>();
    final Map<RecordAt, Report.Attempt> reports = new ConcurrentHashMap<>();
    final Collection<DeliveryEntry> deliveries = new ConcurrentLinkedQueue<>();
    final Map<JobId, Job> jobs = new ConcurrentHashMap<>();
    final Collection<Command> commands = new ConcurrentLinkedQueue<>();
    /** How often anybody asked for a delivery. */
    final AtomicInteger looks = new AtomicInteger();

    volatile Mood mood = Mood.WELL;
    volatile Optional<Rejection> rejecting = Optional.empty();

    @Override
    public CompletableFuture<Void> send(Command command, Ticket ticket) {
        commands.add(command);
        return stored(ticket, () -> rejecting.<Answer>map(Answer.Rejected::new).orElseGet(() -> decide(command)));
    }

    @Override
    public CompletableFuture<Void> send(Event event, Ticket ticket) {
        return stored(ticket, () -> route(event));
    }

    @Override
    public CompletableFuture<Void> probe(int partition, Ticket ticket) {
        return stored(ticket, Answer.Done::new);
    }

    @Override
    public int partitions() {
        return 4;
    }

    private CompletableFuture<Void> stored(Ticket ticket, Supplier<Answer> answer) {
        if (mood == Mood.AWAY) {
            return CompletableFuture.failedFuture(ApiException.unavailable("the log is not available; try again"));
        }
        if (mood != Mood.SILENT) {
            requests.take(ticket.requester(), ticket.request(), answer.get());
        }
        return CompletableFuture.completedFuture(null);
    }

    private Answer decide(Command command) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return switch (command) {
            case Command.PutTenant(var id, var metadata, var retention) -> {
                var before = tenants.get(id);
                var kept = retention.after(Optional.ofNullable(before).flatMap(Tenant::retention));
                var tenant = new Tenant(id, metadata, kept, before == null ? now : before.createdAt(), now);
                tenants.put(id, tenant);
                yield new Answer.TenantStored(tenant, before == null);
            }
            case Command.DeleteTenant(var id) -> {
                subscriptions.keySet().removeIf(key -> key.tenant().equals(id));
                yield tenants.remove(id) == null ? no(Rejection.TENANT_NOT_FOUND) : new Answer.Done();
            }
            case Command.CreateDestination(var draft) -> create(draft, now);
            case Command.UpdateDestination(var merged, var resealed) ->
                update(merged, resealed ? merged.updatedAt() : now);
            case Command.EnableDestination(var tenant, var id) ->
                change(new DestinationKey(tenant, id), new SubscriptionState.Active());
            case Command.DisableDestination(var tenant, var id) ->
                change(new DestinationKey(tenant, id), new SubscriptionState.Disabled(now));
            case Command.PauseDestination(var tenant, var id) ->
                change(new DestinationKey(tenant, id), new SubscriptionState.Paused(now));
            case Command.ResumeDestination(var tenant, var id) ->
                change(new DestinationKey(tenant, id), new SubscriptionState.Active());
            case Command.DeleteDestination(var tenant, var id) ->
                subscriptions.remove(new DestinationKey(tenant, id)) == null
                        ? no(Rejection.DESTINATION_NOT_FOUND)
                        : new Answer.Done();
            case Command.RetryDelivery(var tenant, var event, var destination) -> {
                var row = subscriptions.get(new DestinationKey(tenant, destination));
                if (row == null) {
                    yield no(Rejection.DESTINATION_NOT_FOUND);
                }
                deliver(row, event, now);
                yield new Answer.Done();
            }
            case Command.RedriveDeadLetter(var tenant, var id) -> {
                var letter = delivery(Optional.of(tenant), id);
                letter.ifPresent(entry ->
                        deliver(subscriptions.get(key(entry.ref())), entry.ref().event(), now));
                yield letter.isEmpty() ? no(Rejection.DEAD_LETTER_NOT_FOUND) : new Answer.Done();
            }
            case Command.DiscardDeadLetter(var tenant, var id) ->
                deliveries.removeIf(entry -> entry.ref().id().equals(id))
                        ? new Answer.Done()
                        : no(Rejection.DEAD_LETTER_NOT_FOUND);
            case Command.StartJob(var job) -> {
                if (!tenants.containsKey(job.tenant())) {
                    yield no(Rejection.TENANT_NOT_FOUND);
                }
                jobs.put(job.id(), job);
                yield new Answer.JobStored(job);
            }
            case Command.SteerJob(var tenant, var id, var steer) -> {
                var job = jobs.get(id);
                if (job.state().ended()) {
                    yield no(Rejection.JOB_ENDED);
                }
                jobs.put(id, job.in(steer.leads(), now));
                yield new Answer.JobStored(jobs.get(id));
            }
            case Command.Probe probe -> new Answer.Done();
        };
    }

    private static DestinationKey key(DeliveryRef ref) {
        return new DestinationKey(ref.tenant(), ref.destination());
    }

    /** Every destination takes what is sent by hand. */
    private void deliver(Subscription row, EventId event, Instant now) {
        var id = DeliveryId.of(row.tenant(), event, row.id());
        var before = delivery(Optional.of(row.tenant()), id);
        var number = before.map(DeliveryEntry::lastAttempt).orElse(0) + 1;
        var at = new RecordAt("spillway.attempts", 1, reports.size());
        var ref = new DeliveryRef(id, row.tenant(), event, Optional.empty(), row.id(), row.type());
        var tried = new DeliveryEntry.Tried(
                number, true, now, Duration.ofMillis(1), Optional.of("200"), Optional.empty(), at);
        var outcome = new Outcome.Delivered(new Response("200", "{\"status\":200,\"body\":\"ok\"}"));
        reports.put(at, new Report.Attempt(ref, number, true, now, Duration.ofMillis(1), outcome, Optional.empty()));
        var begun = before.orElseGet(() -> DeliveryEntry.inFlight(ref, now));
        before.ifPresent(deliveries::remove);
        if (mood == Mood.IDLE) {
            deliveries.add(begun);
        } else if (mood == Mood.CANCELLING) {
            deliveries.add(begun.ended(DeliveryState.CANCELLED, Optional.of("disabled"), now));
        } else {
            deliveries.add(begun.with(tried));
        }
    }

    private Answer create(Subscription draft, Instant now) {
        if (!tenants.containsKey(draft.tenant())) {
            return no(Rejection.TENANT_NOT_FOUND);
        }
        var created = draft.createdAt().equals(Instant.EPOCH) ? now : draft.createdAt();
        var updated = draft.updatedAt().equals(Instant.EPOCH) ? created : draft.updatedAt();
        var row = draft.as(1, 1, created, updated);
        return subscriptions.putIfAbsent(draft.key(), row) == null
                ? new Answer.SubscriptionStored(row, true)
                : no(Rejection.DESTINATION_EXISTS);
    }

    private Answer update(Subscription merged, Instant now) {
        var before = subscriptions.get(merged.key());
        if (before == null) {
            return no(Rejection.DESTINATION_NOT_FOUND);
        }
        if (mood == Mood.OVERTAKEN || before.version() != merged.version()) {
            return no(Rejection.VERSION_MOVED);
        }
        var row = merged.as(before.incarnation(), before.version() + 1, before.createdAt(), now);
        subscriptions.put(merged.key(), row);
        return new Answer.SubscriptionStored(row, false);
    }

    private Answer change(DestinationKey key, SubscriptionState state) {
        var row = subscriptions.computeIfPresent(key, (same, before) -> before.in(state));
        return row == null ? no(Rejection.DESTINATION_NOT_FOUND) : new Answer.SubscriptionStored(row, false);
    }

    private Answer route(Event event) {
        if (!tenants.containsKey(event.tenant())) {
            return new Answer.Routed(event.id(), false, List.of(), false);
        }
        var at = new RecordAt("spillway.events", 0, events.size());
        var matched = subscriptions.values().stream()
                .filter(row ->
                        row.tenant().equals(event.tenant()) && row.state().enabled())
                .filter(row -> event.target().stream().allMatch(row.id()::equals))
                .filter(row -> row.topics().stream().anyMatch(topic -> new TopicPattern(topic).matches(event.topic())))
                .map(Subscription::id)
                .sorted()
                .toList();
        var entry = new EventEntry(event.with(new Data.Stored(at)), Instant.now(), matched, List.of(), 0);
        var duplicate = events.putIfAbsent(event.tenant().value() + '\0' + event.id(), entry) != null;
        if (!duplicate && event.data() instanceof Data.Inline(var bytes)) {
            data.put(at, bytes);
        }
        return new Answer.Routed(event.id(), duplicate, matched, true);
    }

    private static Answer no(Rejection rejection) {
        return new Answer.Rejected(rejection);
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return Optional.ofNullable(asked(tenants).get(tenant));
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return walk(
                asked(tenants).values().stream(),
                scan,
                row -> new Scan.Position(row.createdAt(), row.id().value()));
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        return asked(subscriptions).values().stream()
                .filter(row -> row.tenant().equals(tenant))
                .sorted(Comparator.comparing(Subscription::createdAt))
                .map(this::row)
                .toList();
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return Optional.ofNullable(asked(subscriptions).get(new DestinationKey(tenant, destination)))
                .map(this::row);
    }

    private SubscriptionRow row(Subscription subscription) {
        return new SubscriptionRow(subscription, health.getOrDefault(subscription.key(), Health.OK));
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return asked(events).values().stream()
                .filter(entry -> entry.event().id().equals(event))
                .filter(entry ->
                        tenant.isEmpty() || tenant.get().equals(entry.event().tenant()))
                .toList();
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        var rows = asked(events).values().stream()
                .filter(entry -> fits(criteria.tenants(), entry.event().tenant())
                        && fits(criteria.events(), entry.event().id())
                        && fits(criteria.topics(), entry.event().topic().orElse(""))
                        && (criteria.destinations().isEmpty()
                                || entry.matched().stream().anyMatch(criteria.destinations()::contains))
                        && within(criteria.period(), entry.event().time()));
        return walk(rows, scan, Tasks::position);
    }

    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        looks.incrementAndGet();
        return asked(deliveries).stream()
                .filter(entry -> entry.ref().id().equals(delivery))
                // Those stand with their event only.
                .filter(entry -> entry.state() != DeliveryState.SKIPPED)
                .filter(entry ->
                        tenant.isEmpty() || tenant.get().equals(entry.ref().tenant()))
                .findFirst();
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        var rows = asked(deliveries).stream()
                .filter(entry -> fits(criteria.tenants(), entry.ref().tenant())
                        && fits(criteria.events(), entry.ref().event())
                        && fits(criteria.destinations(), entry.ref().destination())
                        && fits(criteria.states(), entry.state()))
                .map(entry -> new DeliveryRow(
                        entry,
                        new Scan.Position(entry.createdAt(), entry.ref().id().value())));
        return walk(rows, scan, DeliveryRow::position);
    }

    @Override
    public List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return deliveries(
                new Criteria.OfDeliveries(
                        criteria.tenants(),
                        criteria.events(),
                        criteria.destinations(),
                        criteria.topics(),
                        Set.of(DeliveryState.DEAD),
                        criteria.period()),
                scan);
    }

    @Override
    public Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return Optional.ofNullable(asked(jobs).get(job))
                .filter(one -> tenant.isEmpty() || tenant.get().equals(one.tenant()));
    }

    @Override
    public List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return walk(
                asked(jobs).values().stream()
                        .filter(job -> job.work() instanceof Work.Replay && fits(tenants, job.tenant())),
                scan,
                Positions::of);
    }

    @Override
    public long count(Job job) {
        return asked(deliveries).stream()
                .filter(entry -> entry.ref().tenant().equals(job.tenant()))
                .filter(job.work().selection()::admits)
                .count();
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        var rows = asked(deliveries).stream()
                .filter(entry -> fits(criteria.tenants(), entry.ref().tenant())
                        && fits(criteria.events(), entry.ref().event())
                        && fits(criteria.destinations(), entry.ref().destination())
                        && fits(criteria.destinationTypes(), entry.ref().destinationType()))
                .flatMap(entry -> entry.attempts().stream().map(tried -> AttemptRow.of(entry, tried)))
                .filter(row -> criteria.succeeded().isEmpty()
                        || criteria.succeeded().get() == row.tried().succeeded());
        return walk(rows, scan, AttemptRow::position);
    }

    @Override
    public Statistics statistics(Question question) {
        var counting = new Counting(question);
        asked(events).values().stream()
                .filter(entry -> question.subject() == Subject.EVENTS)
                .filter(entry -> within(question.span().period(), entry.event().time()))
                .forEach(counting::event);
        asked(deliveries).stream()
                .filter(entry -> question.subject() == Subject.ATTEMPTS)
                .forEach(entry -> entry.attempts().stream()
                        .filter(tried -> within(question.span().period(), tried.time()))
                        .forEach(tried -> counting.attempt(entry.ref(), tried)));
        return counting.statistics();
    }

    @Override
    public Map<RecordAt, byte[]> data(Set<RecordAt> places) {
        return places.stream().filter(data::containsKey).collect(Collectors.toMap(at -> at, data::get));
    }

    @Override
    public Map<RecordAt, Report.Attempt> attempts(Set<RecordAt> places) {
        return places.stream().filter(reports::containsKey).collect(Collectors.toMap(at -> at, reports::get));
    }

    private <T> T asked(T store) {
        if (mood == Mood.BROKEN) {
            throw new IllegalStateException("broken");
        }
        if (mood == Mood.RESTORING) {
            throw new NotReadyException("the owner of the tenant is restoring");
        }
        return store;
    }

    private static Scan.Position position(EventEntry entry) {
        return new Scan.Position(
                entry.event().time(),
                entry.event().tenant().value() + '\0' + entry.event().id());
    }

    private static <T> boolean fits(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static boolean within(Criteria.Period period, Instant time) {
        return period.from().stream().noneMatch(time::isBefore)
                && period.until().stream().allMatch(time::isBefore);
    }

    private static <R> List<R> walk(Stream<R> rows, Scan scan, Function<R, Scan.Position> position) {
        var order = Comparator.comparing(position);
        var sorted = new ArrayList<>(
                rows.sorted(scan.descending() ? order.reversed() : order).toList());
        scan.after()
                .ifPresent(after -> sorted.removeIf(row -> {
                    var place = position.apply(row).compareTo(after);
                    return scan.descending() ? place >= 0 : place <= 0;
                }));
        return sorted.stream().limit(scan.limit()).toList();
    }
}
