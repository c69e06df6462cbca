package io.spillway.stream.job;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.stream.Stores;
import io.spillway.stream.query.PartitionStores;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A task's own stores, as whoever asks from outside sees them: a job meets what the lists show. */
public record TaskStores(ProcessingContext context) implements PartitionStores {

    @Override
    public ReadOnlyKeyValueStore<Bytes, Tenant> tenants() {
        return context.getStateStore(Stores.TENANTS);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, Subscription> subscriptions() {
        return context.getStateStore(Stores.SUBSCRIPTIONS);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, EventEntry> events() {
        return context.getStateStore(Stores.EVENTS);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, byte[]> eventsByTime() {
        return context.getStateStore(Stores.EVENTS_BY_TIME);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, DeliveryEntry> deliveries() {
        return context.getStateStore(Stores.DELIVERIES);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, String> attemptsByTime() {
        return context.getStateStore(Stores.ATTEMPTS_BY_TIME);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, String> lettersByTime() {
        return context.getStateStore(Stores.DEAD_LETTERS_BY_TIME);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, Job> jobs() {
        return context.getStateStore(Stores.JOBS);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, Health> health() {
        return context.getStateStore(Stores.HEALTH);
    }
}
