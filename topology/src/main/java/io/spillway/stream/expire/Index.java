package io.spillway.stream.expire;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The rows of events and deliveries and the lists of them by time, as far as they are to be forgotten. */
public final class Index {

    private final KeyValueStore<Bytes, Tenant> tenants;
    private final KeyValueStore<Bytes, EventEntry> events;
    private final KeyValueStore<Bytes, byte[]> eventsByTime;
    private final KeyValueStore<Bytes, DeliveryEntry> deliveries;
    private final KeyValueStore<Bytes, String> attemptsByTime;
    private final KeyValueStore<Bytes, String> lettersByTime;

    public Index(ProcessingContext context) {
        tenants = context.getStateStore(Stores.TENANTS);
        events = context.getStateStore(Stores.EVENTS);
        eventsByTime = context.getStateStore(Stores.EVENTS_BY_TIME);
        deliveries = context.getStateStore(Stores.DELIVERIES);
        attemptsByTime = context.getStateStore(Stores.ATTEMPTS_BY_TIME);
        lettersByTime = context.getStateStore(Stores.DEAD_LETTERS_BY_TIME);
    }

    List<TenantId> tenants() {
        var ids = new ArrayList<TenantId>();
        try (var all = tenants.all()) {
            all.forEachRemaining(row -> ids.add(row.value.id()));
        }
        return ids;
    }

    /** The first keys of the list by time that belong to an hour, as far as it has been worked. */
    List<Bytes> listed(Hours.Hour hour, int atMost) {
        return switch (hour.kind()) {
            case EVENTS -> keys(eventsByTime, hour, atMost);
            case ATTEMPTS -> keys(attemptsByTime, hour, atMost);
        };
    }

    private static List<Bytes> keys(ReadOnlyKeyValueStore<Bytes, ?> list, Hours.Hour hour, int atMost) {
        var keys = new ArrayList<Bytes>();
        try (var rows = list.range(hour.from(), hour.until())) {
            while (rows.hasNext() && keys.size() < atMost) {
                keys.add(rows.next().key);
            }
        }
        return keys;
    }

    void unlist(Kind kind, Bytes key) {
        switch (kind) {
            case EVENTS -> eventsByTime.delete(key);
            case ATTEMPTS -> attemptsByTime.delete(key);
        }
    }

    Optional<EventEntry> event(TenantId tenant, EventId id) {
        return Optional.ofNullable(events.get(Keys.of(tenant, id)));
    }

    Optional<DeliveryEntry> delivery(TenantId tenant, DeliveryId id) {
        return Optional.ofNullable(deliveries.get(Keys.of(tenant, id)));
    }

    /** Whether a delivery of an event is held, waits to be tried again or is on its way: each may need the event once more. */
    public boolean isUnderWay(EventEntry entry) {
        return deliveries(entry).anyMatch(delivery -> !delivery.state().ended());
    }

    private Stream<DeliveryEntry> deliveries(EventEntry entry) {
        return entry.deliveries().flatMap(id -> delivery(entry.event().tenant(), id).stream());
    }

    /** Forgets an event and those of its deliveries that were never tried; the others go with their last attempt. */
    public void forget(EventEntry entry) {
        var event = entry.event();
        deliveries(entry)
                .filter(delivery -> delivery.attempts().isEmpty())
                .toList()
                .forEach(this::forget);
        events.delete(Keys.of(event.tenant(), event.id()));
        eventsByTime.delete(Keys.timed(event.tenant(), event.time(), event.id()));
    }

    /** Forgets a delivery and its attempts. */
    public void forget(DeliveryEntry entry) {
        var ref = entry.ref();
        attempts(entry).forEach(attemptsByTime::delete);
        entry.diedAt().ifPresent(died -> lettersByTime.delete(Keys.timed(ref.tenant(), died, ref.id())));
        deliveries.delete(Keys.of(ref.tenant(), ref.id()));
    }

    private static Stream<Bytes> attempts(DeliveryEntry entry) {
        var ref = entry.ref();
        return entry.attempts().stream()
                .map(tried -> Keys.timed(ref.tenant(), tried.time(), new AttemptId(ref.id(), tried.number())));
    }
}
