package io.spillway.stream;

import io.spillway.topic.Layout;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores of a tenant task; keys as in {@link Keys}. */
public final class Stores {

    /** tenant → Tenant. */
    public static final String TENANTS = "tenants";
    /** tenant, destination → Subscription; deleted ones stay, so that a new incarnation goes on from their version. */
    public static final String SUBSCRIPTIONS = "subscriptions-by-tenant";
    /** tenant, event → EventEntry. */
    public static final String EVENTS = "events-by-id";
    /** tenant, time, event → nothing. */
    public static final String EVENTS_BY_TIME = "events-by-time";
    /** tenant, delivery → DeliveryEntry. */
    public static final String DELIVERIES = "deliveries-by-id";
    /** tenant, time, attempt → the destination's id. */
    public static final String ATTEMPTS_BY_TIME = "attempts-by-time";
    /** tenant, destination → Health, while attempts are failing. */
    public static final String HEALTH = "health-by-destination";
    /** tenant, destination, place, delivery → HeldDelivery. */
    public static final String HELD = "held-by-destination";
    /** tenant, destination → HeldQueue, while anything is held or the next delivery has to wait. */
    public static final String QUEUES = "queues-by-destination";
    /** tenant, destination → the same, while a slice of its queue is to be worked. */
    public static final String BUSY_QUEUES = "queues-busy";
    /**
     * kind, hour, tenant → where rows that came in this hour stand in the lists by time; behind all hours, tenant → how long
     * its rows are kept where that is less than everybody's (ms).
     */
    public static final String EXPIRIES = "expiries-by-hour";

    /** tenant, time of death, delivery → the destination's id. */
    public static final String DEAD_LETTERS_BY_TIME = "dead-letters-by-time";

    /** tenant, job → Job. */
    public static final String JOBS = "jobs-by-id";

    /** tenant, job → the job's id, while a slice of it is to be worked. */
    public static final String BUSY_JOBS = "jobs-busy";

    /** tenant, or tenant, event → until when what the broker took was erased, in ms. */
    public static final String ERASED = "erased-by-tenant";

    private Stores() {}

    /** The id of the application whose tasks have the stores; topics and groups of Kafka Streams begin with it. */
    static String application(Topics topics) {
        return topics.name("tenant-task");
    }

    /** The topic that a store is restored from. */
    public static String log(Topics topics, String store) {
        return application(topics) + "-" + store + "-changelog";
    }

    /** How long the topics that stores are restored from may hold what was replaced or deleted, by name. */
    public static Map<String, Duration> forget(Topics topics, Wire wire) {
        return all(wire).stream()
                .collect(Collectors.toUnmodifiableMap(
                        store -> log(topics, store.name()), _ -> Layout.compactedWithin()));
    }

    static Set<StoreBuilder<?>> all(Wire wire) {
        // In this order, since the description of the graph follows it.
        return new LinkedHashSet<>(List.of(
                store(TENANTS, wire.tenantRows()),
                store(SUBSCRIPTIONS, wire.subscriptionRows()),
                plain(EVENTS, wire.eventEntries()),
                plain(EVENTS_BY_TIME, Serdes.ByteArray()),
                store(DELIVERIES, wire.deliveryEntries()),
                plain(ATTEMPTS_BY_TIME, Serdes.String()),
                store(HEALTH, wire.health()),
                // Walked in order: a walk through a cache copies all keys that it holds.
                plain(HELD, wire.heldDeliveries()),
                store(QUEUES, wire.heldQueues()),
                plain(BUSY_QUEUES, io.spillway.topic.Keys.destination()),
                plain(DEAD_LETTERS_BY_TIME, Serdes.String()),
                store(JOBS, wire.jobs()),
                plain(BUSY_JOBS, Serdes.String()),
                plain(EXPIRIES, Serdes.ByteArray()),
                store(ERASED, Serdes.Long())));
    }

    /** Cached, so that a row which changes twice within a commit interval is logged once. */
    private static <V> StoreBuilder<KeyValueStore<Bytes, V>> store(String name, Serde<V> values) {
        return plain(name, values).withCachingEnabled();
    }

    /** Logged as it is written, for rows that are written once: all at the commit would be a pause for everybody. */
    private static <V> StoreBuilder<KeyValueStore<Bytes, V>> plain(String name, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name), Serdes.Bytes(), values);
    }
}
