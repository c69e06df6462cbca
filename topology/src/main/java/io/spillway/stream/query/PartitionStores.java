package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.stream.Stores;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of one partition, to be read. */
public interface PartitionStores {

    /** One of {@link Stores}, by its name. */
    <V> ReadOnlyKeyValueStore<Bytes, V> store(String name);

    default ReadOnlyKeyValueStore<Bytes, Tenant> tenants() {
        return store(Stores.TENANTS);
    }

    default ReadOnlyKeyValueStore<Bytes, Subscription> subscriptions() {
        return store(Stores.SUBSCRIPTIONS);
    }

    default ReadOnlyKeyValueStore<Bytes, EventEntry> events() {
        return store(Stores.EVENTS);
    }

    default ReadOnlyKeyValueStore<Bytes, byte[]> eventsByTime() {
        return store(Stores.EVENTS_BY_TIME);
    }

    default ReadOnlyKeyValueStore<Bytes, DeliveryEntry> deliveries() {
        return store(Stores.DELIVERIES);
    }

    default ReadOnlyKeyValueStore<Bytes, String> attemptsByTime() {
        return store(Stores.ATTEMPTS_BY_TIME);
    }

    default ReadOnlyKeyValueStore<Bytes, String> lettersByTime() {
        return store(Stores.DEAD_LETTERS_BY_TIME);
    }

    default ReadOnlyKeyValueStore<Bytes, Job> jobs() {
        return store(Stores.JOBS);
    }

    default ReadOnlyKeyValueStore<Bytes, Health> health() {
        return store(Stores.HEALTH);
    }
}
