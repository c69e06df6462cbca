package io.spillway.stream.job;

import io.spillway.stream.query.PartitionStores;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A task's own stores, as whoever asks from outside sees them: a job meets what the lists show. */
public record TaskStores(ProcessingContext context) implements PartitionStores {

    @Override
    public <V> ReadOnlyKeyValueStore<Bytes, V> store(String name) {
        return context.getStateStore(name);
    }
}
