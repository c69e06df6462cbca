package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of one partition, to be read. */
public interface PartitionStores {

    ReadOnlyKeyValueStore<Bytes, Tenant> tenants();

    ReadOnlyKeyValueStore<Bytes, Subscription> subscriptions();

    ReadOnlyKeyValueStore<Bytes, EventEntry> events();

    ReadOnlyKeyValueStore<Bytes, byte[]> eventsByTime();

    ReadOnlyKeyValueStore<Bytes, DeliveryEntry> deliveries();

    ReadOnlyKeyValueStore<Bytes, String> attemptsByTime();

    ReadOnlyKeyValueStore<Bytes, String> lettersByTime();

    ReadOnlyKeyValueStore<Bytes, Job> jobs();

    ReadOnlyKeyValueStore<Bytes, Health> health();
}
