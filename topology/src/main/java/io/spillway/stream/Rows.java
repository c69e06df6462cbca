package io.spillway.stream;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Erasure;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.stream.erase.Erasures;
import io.spillway.stream.expire.Hours;
import io.spillway.stream.expire.Index;
import io.spillway.stream.expire.Retentions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** All that one tenant task knows, row by row. */
public final class Rows {

    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, Tenant> tenants;
    private final KeyValueStore<Bytes, Subscription> subscriptions;
    private final KeyValueStore<Bytes, EventEntry> events;
    private final KeyValueStore<Bytes, byte[]> eventsByTime;
    private final KeyValueStore<Bytes, DeliveryEntry> deliveries;
    private final KeyValueStore<Bytes, String> attemptsByTime;
    private final KeyValueStore<Bytes, String> lettersByTime;
    private final KeyValueStore<Bytes, Health> health;
    private final Hours hours;
    private final Index index;
    private final Retentions retentions;
    private final Erasures erasures;
    private final KeyValueStore<Bytes, Job> jobs;
    private final KeyValueStore<Bytes, String> busyJobs;

    Rows(ProcessingContext context, Retentions retentions, Hours hours) {
        this.retentions = retentions;
        this.hours = hours;
        index = new Index(context);
        erasures = new Erasures(context);
        tenants = context.getStateStore(Stores.TENANTS);
        subscriptions = context.getStateStore(Stores.SUBSCRIPTIONS);
        events = context.getStateStore(Stores.EVENTS);
        eventsByTime = context.getStateStore(Stores.EVENTS_BY_TIME);
        deliveries = context.getStateStore(Stores.DELIVERIES);
        attemptsByTime = context.getStateStore(Stores.ATTEMPTS_BY_TIME);
        lettersByTime = context.getStateStore(Stores.DEAD_LETTERS_BY_TIME);
        health = context.getStateStore(Stores.HEALTH);
        jobs = context.getStateStore(Stores.JOBS);
        busyJobs = context.getStateStore(Stores.BUSY_JOBS);
    }

    public Optional<Tenant> tenant(TenantId tenant) {
        return Optional.ofNullable(tenants.get(Keys.tenant(tenant)));
    }

    public void put(Tenant tenant) {
        tenants.put(Keys.tenant(tenant.id()), tenant);
    }

    public void delete(Tenant tenant) {
        tenants.delete(Keys.tenant(tenant.id()));
    }

    /** For how long a tenant, also one that was deleted, has its rows kept where that is not as long as everybody's. */
    public Optional<Duration> kept(TenantId tenant) {
        return retentions.own(tenant);
    }

    /** Has a tenant's rows kept for another time; those that are older than that are forgotten soon. */
    public void keep(TenantId tenant, Optional<Duration> own, Instant now) {
        if (!own.equals(kept(tenant))) {
            retentions.put(tenant, own);
            hours.noteAll(tenant, now);
        }
    }

    /** The row of a destination, also of one that was deleted. */
    public Optional<Subscription> subscription(DestinationKey key) {
        return Optional.ofNullable(subscriptions.get(Keys.of(key.tenant(), key.destination())));
    }

    /** All rows of a tenant that are not deleted, in order of their ids. */
    public List<Subscription> subscriptions(TenantId tenant) {
        return everySubscription(tenant).stream()
                .filter(row -> !row.state().deleted())
                .toList();
    }

    public void put(Subscription subscription) {
        subscriptions.put(Keys.of(subscription.tenant(), subscription.id()), subscription);
    }

    /** All rows of a tenant, also of destinations that were deleted. */
    public List<Subscription> everySubscription(TenantId tenant) {
        var found = new ArrayList<Subscription>();
        try (var all = subscriptions.prefixScan(Keys.prefix(tenant), new BytesSerializer())) {
            all.forEachRemaining(row -> found.add(row.value));
        }
        return found;
    }

    /** Makes room for an event whose id nobody has, or who had it has expired; returns false where it is taken, or was erased. */
    public boolean admit(Event event, Instant now) {
        var erased = erasures.of(event.tenant()).filter(now::isBefore);
        if (erased.isPresent() || erasures.covers(event.tenant(), event.id())) {
            return false;
        }
        var former = event(event.tenant(), event.id());
        if (former.filter(entry -> !retentions.of(event.tenant()).hasPassed(entry, now) || index.isUnderWay(entry))
                .isPresent()) {
            return false;
        }
        former.ifPresent(index::forget);
        return true;
    }

    /** Makes room for a delivery of an event that was admitted: one of a former event of the same id is forgotten. */
    public void admit(DeliveryRef ref, Instant now) {
        delivery(ref.tenant(), ref.id())
                .filter(entry -> retentions.of(ref.tenant()).isOfFormer(entry, now))
                .ifPresent(index::forget);
    }

    public Optional<EventEntry> event(TenantId tenant, EventId event) {
        return Optional.ofNullable(events.get(Keys.of(tenant, event)));
    }

    public void put(EventEntry entry) {
        var event = entry.event();
        change(entry);
        eventsByTime.put(Keys.timed(event.tenant(), event.time(), event.id()), NOTHING);
        hours.note(entry);
    }

    /** Puts an event's row anew that is listed already. */
    public void change(EventEntry entry) {
        events.put(Keys.of(entry.event().tenant(), entry.event().id()), entry);
    }

    public Optional<DeliveryEntry> delivery(TenantId tenant, DeliveryId delivery) {
        return Optional.ofNullable(deliveries.get(Keys.of(tenant, delivery)));
    }

    /** Whatever follows from a delivery's state goes along: the list of dead letters, and the count of its replay. */
    public void put(DeliveryEntry entry) {
        var ref = entry.ref();
        ref.replay().ifPresent(replay -> count(replay.replay(), entry));
        entry.diedAt().ifPresent(died -> list(entry, Keys.timed(ref.tenant(), died, ref.id())));
        deliveries.put(Keys.of(ref.tenant(), ref.id()), entry.state() == DeliveryState.DEAD ? entry : entry.unlisted());
    }

    private void list(DeliveryEntry entry, Bytes key) {
        if (entry.state() == DeliveryState.DEAD) {
            lettersByTime.put(key, entry.ref().destination().value());
        } else {
            lettersByTime.delete(key);
        }
    }

    private void count(JobId replay, DeliveryEntry entry) {
        var ref = entry.ref();
        var before = delivery(ref.tenant(), ref.id()).map(DeliveryEntry::state);
        if (before.filter(entry.state()::equals).isEmpty()) {
            job(ref.tenant(), replay).ifPresent(job -> put(job.counting(before, entry.state())));
        }
    }

    public void list(Report.Attempt attempt) {
        var ref = attempt.delivery();
        attemptsByTime.put(
                Keys.timed(ref.tenant(), attempt.time(), attempt.id()),
                ref.destination().value());
        hours.note(attempt);
    }

    /** Remembers what is erased. */
    public void note(Erasure erasure) {
        erasures.note(erasure);
    }

    /**
     * Whether a delivery is not known because it was erased.
     *
     * @param by whether it was there when all of its tenant's events were erased
     */
    public boolean isErased(DeliveryRef ref, Predicate<Instant> by) {
        return delivery(ref.tenant(), ref.id()).isEmpty()
                && event(ref.tenant(), ref.event()).isEmpty()
                && erasures.mayCover(ref, by);
    }

    /** Deletes an event, its deliveries and their attempts. */
    public void forget(EventEntry entry) {
        var tenant = entry.event().tenant();
        Stream.concat(entry.deliveries(), furtherReplays(entry))
                .flatMap(id -> delivery(tenant, id).stream())
                .forEach(this::forget);
        index.forget(entry);
    }

    /** What replays may have made that the event's row has no room for: by every one of them, for every destination. */
    private Stream<DeliveryId> furtherReplays(EventEntry entry) {
        if (!entry.isFullOfReplays()) {
            return Stream.empty();
        }
        var event = entry.event();
        var destinations = everySubscription(event.tenant());
        return jobs(event.tenant()).stream()
                .filter(job -> job.work() instanceof Work.Replay)
                .flatMap(job ->
                        destinations.stream().map(to -> DeliveryId.of(event.tenant(), event.id(), to.id(), job.id())));
    }

    private void forget(DeliveryEntry entry) {
        var ref = entry.ref();
        entry.diedAt().ifPresent(died -> lettersByTime.delete(Keys.timed(ref.tenant(), died, ref.id())));
        index.forget(entry);
    }

    /**
     * Deletes some deliveries whose events have been forgotten before them.
     *
     * @return how many were deleted
     */
    public int forgetDeliveries(TenantId tenant, int atMost) {
        var found = new ArrayList<DeliveryEntry>();
        try (var all = deliveries.prefixScan(Keys.prefix(tenant), new BytesSerializer())) {
            while (found.size() < atMost && all.hasNext()) {
                found.add(all.next().value);
            }
        }
        found.forEach(this::forget);
        return found.size();
    }

    public Health health(DestinationKey key) {
        return Optional.ofNullable(health.get(Keys.of(key.tenant(), key.destination())))
                .orElse(Health.OK);
    }

    public void put(DestinationKey key, Health value) {
        if (value.equals(Health.OK)) {
            healthy(key);
        } else {
            health.put(Keys.of(key.tenant(), key.destination()), value);
        }
    }

    public void healthy(DestinationKey key) {
        health.delete(Keys.of(key.tenant(), key.destination()));
    }

    public Optional<Job> job(TenantId tenant, JobId job) {
        return Optional.ofNullable(jobs.get(Keys.of(tenant, job)));
    }

    public List<Job> jobs(TenantId tenant) {
        var found = new ArrayList<Job>();
        try (var all = jobs.prefixScan(Keys.prefix(tenant), new BytesSerializer())) {
            all.forEachRemaining(row -> found.add(row.value));
        }
        return found;
    }

    /** Some jobs of a tenant in the order of their ids: those from this one on, and then the first ones. */
    public List<Job> jobsAround(Job job, int atMost) {
        var from = Keys.of(job.tenant(), job.id());
        var found = new ArrayList<Job>();
        take(found, from, Keys.prefixEnd(job.tenant()), atMost);
        take(found, Keys.prefix(job.tenant()), from, atMost);
        return found;
    }

    private void take(List<Job> found, Bytes from, Bytes to, int atMost) {
        try (var some = jobs.range(from, to)) {
            while (found.size() < atMost && some.hasNext()) {
                found.add(some.next().value);
            }
        }
    }

    /** Whether all that is known of a tenant is being forgotten. */
    public boolean isBeingErased(TenantId tenant) {
        try (var running = busyJobs.prefixScan(Keys.prefix(tenant), new BytesSerializer())) {
            while (running.hasNext()) {
                if (jobs.get(running.next().key).isErasingTheTenant()) {
                    return true;
                }
            }
        }
        return false;
    }

    public void put(Job job) {
        var key = Keys.of(job.tenant(), job.id());
        jobs.put(key, job);
        if (job.state() == Job.State.RUNNING) {
            busyJobs.put(key, job.id().value());
        } else {
            busyJobs.delete(key);
        }
    }

    public void delete(Job job) {
        var key = Keys.of(job.tenant(), job.id());
        jobs.delete(key);
        busyJobs.delete(key);
    }

    /** Some of the jobs that run, in the order of tenants, those behind a certain one. */
    public List<Job> running(Optional<Job> behind, int atMost) {
        var from = behind.map(job -> Keys.of(job.tenant(), job.id()));
        var keys = new ArrayList<Bytes>();
        try (var all = from.isEmpty() ? busyJobs.all() : busyJobs.range(from.get(), null)) {
            while (keys.size() < atMost && all.hasNext()) {
                keys.add(all.next().key);
            }
        }
        from.ifPresent(keys::remove);
        return keys.stream().map(jobs::get).toList();
    }
}
