package io.spillway.stream;

import io.spillway.topic.Partitions;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.FailOnInvalidTimestamp;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The graph: one sub-topology, so that one task holds all that is known of a tenant.
 *
 * <p>It uses the Processor API throughout, since the task forwards to a dozen topics and weighs every record before it does.
 * Records travel as bytes: {@link TenantTask} and {@link Outbox} apply each topic's serdes.
 */
public final class DeliveryTopology {

    private static final String TASK = "tenant-task";

    private DeliveryTopology() {}

    public static Topology of(TaskParts parts) {
        var topics = parts.topics();
        var graph = new Topology();

        // What comes in: commands, reports and due deliveries overtake a backlog of events.
        source(graph, topics.events(), new FailOnInvalidTimestamp());
        source(graph, topics.eventsRekeyed(), new FailOnInvalidTimestamp());
        leading(topics).forEach(topic -> source(graph, topic, new LeadingTimestamp()));

        // What is decided: route, judge, manage.
        graph.addProcessor(TASK, new Tasks(parts), inputs(topics));

        // What goes out.
        graph.addSink(
                topics.subscriptions().name(),
                topics.subscriptions().name(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                DeliveryTopology::partitionOfTenant,
                TASK);
        outputs(topics).forEach(topic -> sink(graph, topic));
        return graph;
    }

    /** The inputs that overtake events. */
    static List<Topic<?, ?>> leading(Topics topics) {
        return List.of(topics.commands(), topics.attempts(), topics.due());
    }

    private static String[] inputs(Topics topics) {
        return Stream.concat(Stream.of(topics.events(), topics.eventsRekeyed()), leading(topics).stream())
                .map(DeliveryTopology::input)
                .toArray(String[]::new);
    }

    private static Stream<Topic<?, ?>> outputs(Topics topics) {
        return Stream.concat(
                Stream.of(
                        topics.eventsRekeyed(),
                        topics.commandResults(),
                        topics.tenants(),
                        topics.destinations(),
                        topics.deliveries(),
                        topics.attempts(),
                        topics.deadLetters(),
                        topics.quarantine(),
                        topics.operatorEvents(),
                        topics.erasures()),
                topics.tiers().all().stream().map(topics::retries));
    }

    private static void source(Topology graph, Topic<?, ?> topic, TimestampExtractor timestamps) {
        graph.addSource(
                AutoOffsetReset.earliest(),
                input(topic),
                timestamps,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    private static void sink(Topology graph, Topic<?, ?> topic) {
        graph.addSink(topic.name(), topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), TASK);
    }

    /** A topic that is read and written needs two nodes; the sink has the topic's own name. */
    private static String input(Topic<?, ?> topic) {
        return "from." + topic.name();
    }

    private static Optional<Set<Integer>> partitionOfTenant(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(Partitions.of(Keys.tenantIn(key), partitions)));
    }

    /** Makes a task for each partition, with its stores. */
    private record Tasks(TaskParts parts) implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new Entry(parts);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Stores.all(parts.reading().wire());
        }
    }

    /** Where records enter a task, which can be made only once its stores are there. */
    private static final class Entry implements Processor<byte[], byte[], byte[], byte[]> {

        private final TaskParts parts;
        private @Nullable TenantTask task;

        Entry(TaskParts parts) {
            this.parts = parts;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            task = new TenantTask(context, parts);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (task == null) {
                throw new IllegalStateException("Kafka Streams calls init before process");
            }
            task.take(record);
        }
    }
}
