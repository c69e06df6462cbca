package io.spillway.stream.query;

import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The stores that live on this node. They are read with the first version of interactive queries, since the second one
 * deadlocks with the stream thread in Kafka 4.3.1.
 */
public final class LocalStores {

    /** An owner that left without a word is known to be gone, and replaced, well before. */
    private static final Duration OLDEST = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final CopyAges ages;

    public LocalStores(KafkaStreams streams, CopyAges ages) {
        this.streams = streams;
        this.ages = ages;
    }

    /**
     * Asks the stores of a partition; throws {@link NotReadyException} where its task does not run here.
     *
     * @param copies whether the stores will do without the task, while they are known to be less than half a minute behind
     */
    <R> R at(int partition, boolean copies, Function<Queries, R> question) {
        try {
            return question.apply(new PartitionQueries(new Stored(partition, false)));
        } catch (InvalidStateStoreException e) {
            var away = new NotReadyException("partition " + partition + " is not ready on this node", e);
            if (!copies) {
                throw away;
            }
            return copy(partition, question, away);
        }
    }

    private <R> R copy(int partition, Function<Queries, R> question, NotReadyException away) {
        var age =
                ages.of(partition).filter(known -> known.compareTo(OLDEST) <= 0).orElseThrow(() -> away);
        try {
            var answer = question.apply(new PartitionQueries(new Stored(partition, true)));
            Staleness.note(age);
            return answer;
        } catch (InvalidStateStoreException e) {
            away.addSuppressed(e);
            throw away;
        }
    }

    private final class Stored implements PartitionStores {

        private final int partition;
        private final boolean copy;

        Stored(int partition, boolean copy) {
            this.partition = partition;
            this.copy = copy;
        }

        @Override
        public <V> ReadOnlyKeyValueStore<Bytes, V> store(String name) {
            var wanted = StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, V>keyValueStore())
                    .withPartition(partition);
            try {
                return streams.store(copy ? wanted.enableStaleStores() : wanted);
            } catch (IllegalStateException e) {
                throw new NotReadyException("the tenant tasks of this node are being stopped", e);
            }
        }
    }
}
