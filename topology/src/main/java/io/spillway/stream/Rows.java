package io.spillway.stream;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Health;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.expire.Hours;
import io.spillway.stream.expire.Index;
import io.spillway.stream.expire.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final KeyValueStore<Bytes, Health> health;
    private final Hours hours;
    private final Index index;
    private final Retention retention;

    Rows(ProcessingContext context, Retention retention) {
        this.retention = retention;
        hours = new Hours(context);
        index = new Index(context);
        tenants = context.getStateStore(Stores.TENANTS);
        subscriptions = context.getStateStore(Stores.SUBSCRIPTIONS);
        events = context.getStateStore(Stores.EVENTS);
        eventsByTime = context.getStateStore(Stores.EVENTS_BY_TIME);
        deliveries = context.getStateStore(Stores.DELIVERIES);
        attemptsByTime = context.getStateStore(Stores.ATTEMPTS_BY_TIME);
        health = context.getStateStore(Stores.HEALTH);
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

    /** The row of a destination, also of one that was deleted. */
    public Optional<Subscription> subscription(DestinationKey key) {
        return Optional.ofNullable(subscriptions.get(Keys.of(key.tenant(), key.destination())));
    }

    /** All rows of a tenant that are not deleted, in order of their ids. */
    public List<Subscription> subscriptions(TenantId tenant) {
        var found = new ArrayList<Subscription>();
        try (var all = subscriptions.prefixScan(Keys.prefix(tenant), new BytesSerializer())) {
            all.forEachRemaining(row -> {
                if (!row.value.state().deleted()) {
                    found.add(row.value);
                }
            });
        }
        return found;
    }

    public void put(Subscription subscription) {
        subscriptions.put(Keys.of(subscription.tenant(), subscription.id()), subscription);
    }

    /** Makes room for an event whose id nobody has, or who had it has expired; returns false where it is taken. */
    public boolean admit(Event event, Instant now) {
        var former = event(event.tenant(), event.id());
        if (former.filter(entry -> !retention.hasPassed(entry, now)).isPresent()) {
            return false;
        }
        former.ifPresent(index::forget);
        return true;
    }

    /** Makes room for a delivery of an event that was admitted: one of a former event of the same id is forgotten. */
    public void admit(DeliveryRef ref, Instant now) {
        delivery(ref.tenant(), ref.id())
                .filter(entry -> retention.isOfFormer(entry, now))
                .ifPresent(index::forget);
    }

    public Optional<EventEntry> event(TenantId tenant, EventId event) {
        return Optional.ofNullable(events.get(Keys.of(tenant, event)));
    }

    public void put(EventEntry entry) {
        var event = entry.event();
        events.put(Keys.of(event.tenant(), event.id()), entry);
        eventsByTime.put(Keys.timed(event.tenant(), event.time(), event.id()), NOTHING);
        hours.note(entry);
    }

    public Optional<DeliveryEntry> delivery(TenantId tenant, DeliveryId delivery) {
        return Optional.ofNullable(deliveries.get(Keys.of(tenant, delivery)));
    }

    public void put(DeliveryEntry entry) {
        deliveries.put(Keys.of(entry.ref().tenant(), entry.ref().id()), entry);
    }

    public void list(Report.Attempt attempt) {
        var ref = attempt.delivery();
        attemptsByTime.put(
                Keys.timed(ref.tenant(), attempt.time(), attempt.id()),
                ref.destination().value());
        hours.note(attempt);
    }

    public Health health(DestinationKey key) {
        return Optional.ofNullable(health.get(Keys.of(key.tenant(), key.destination())))
                .orElse(Health.OK);
    }

    public void put(DestinationKey key, Health value) {
        health.put(Keys.of(key.tenant(), key.destination()), value);
    }

    public void healthy(DestinationKey key) {
        health.delete(Keys.of(key.tenant(), key.destination()));
    }
}
