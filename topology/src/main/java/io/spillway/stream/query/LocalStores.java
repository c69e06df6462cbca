package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Health;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.stream.Stores;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The stores that live on this node. They are read with the first version of interactive queries, since the second one
 * deadlocks with the stream thread in Kafka 4.3.1.
 */
public final class LocalStores {

    private final KafkaStreams streams;
    private final Supplier<Set<Integer>> assigned;

    /** @param assigned the partitions that this node answers for, whether or not their tasks run by now */
    public LocalStores(KafkaStreams streams, Supplier<Set<Integer>> assigned) {
        this.streams = streams;
        this.assigned = assigned;
    }

    /** The partitions whose tasks run here, or are to: were those left out, an answer would be short of what they know. */
    Set<Integer> partitions() {
        var running = streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::activeTasks)
                .flatMap(Set::stream)
                .map(TaskMetadata::taskId)
                .map(task -> task.partition());
        return Stream.concat(running, assigned.get().stream()).collect(Collectors.toSet());
    }

    /** Asks the stores of a partition; throws {@link NotReadyException} where they are not here, or not restored. */
    <R> R at(int partition, Function<Queries, R> question) {
        try {
            return question.apply(new PartitionQueries(new Stored(partition)));
        } catch (InvalidStateStoreException e) {
            throw new NotReadyException("partition " + partition + " is not ready on this node", e);
        }
    }

    private final class Stored implements PartitionStores {

        private final int partition;

        Stored(int partition) {
            this.partition = partition;
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, Tenant> tenants() {
            return store(Stores.TENANTS);
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, Subscription> subscriptions() {
            return store(Stores.SUBSCRIPTIONS);
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, EventEntry> events() {
            return store(Stores.EVENTS);
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, byte[]> eventsByTime() {
            return store(Stores.EVENTS_BY_TIME);
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, DeliveryEntry> deliveries() {
            return store(Stores.DELIVERIES);
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, String> attemptsByTime() {
            return store(Stores.ATTEMPTS_BY_TIME);
        }

        @Override
        public ReadOnlyKeyValueStore<Bytes, Health> health() {
            return store(Stores.HEALTH);
        }

        private <V> ReadOnlyKeyValueStore<Bytes, V> store(String name) {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, V>keyValueStore())
                            .withPartition(partition));
        }
    }
}
