package io.spillway.stream;

import io.spillway.domain.HeldQueue;
import io.spillway.domain.Patience;
import io.spillway.stream.query.CopyAges;
import io.spillway.stream.query.LocalStores;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Owners;
import io.spillway.topic.Layout;
import io.spillway.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the tenant tasks of a node. */
public final class TenantStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantStreams.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final KafkaStreams streams;
    private final Topics topics;
    private final URI self;
    private final Duration closeWithin;
    private final CopyAges ages;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("copy-ages").factory());

    /**
     * How the tasks run on this node.
     *
     * @param nodeId stable over restarts: it is the group's static member
     * @param advertised where other nodes reach this one
     * @param stateDir keeps the stores; they are rebuilt from Kafka where it is lost
     * @param threads how many tasks work at a time
     * @param commitInterval how long a transaction lasts; longer is quicker and repeats more after a crash
     * @param copies how many other nodes keep the stores of a task, ready to take over
     */
    public record Settings(
            String nodeId,
            URI advertised,
            Path stateDir,
            int threads,
            Duration commitInterval,
            int copies,
            Patience patience) {}

    /** @param kafka bootstrap servers and whatever clients need to get in */
    public TenantStreams(TaskParts parts, Settings settings, Map<String, Object> kafka, Runnable onFatal) {
        topics = parts.topics();
        self = settings.advertised();
        closeWithin = settings.patience().forAnswer(CLOSE_WITHIN);
        streams = new KafkaStreams(DeliveryTopology.of(parts), properties(topics, settings, kafka));
        ages = new CopyAges(this::logs, settings.commitInterval().multipliedBy(2), System::nanoTime);
        var crashes = new CrashBudget();
        streams.setUncaughtExceptionHandler(error -> {
            LOG.error("a stream thread died", error);
            if (crashes.allowsAnother()) {
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            onFatal.run();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    public void start() {
        streams.start();
        var unused = looking.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    public LocalStores stores() {
        return new LocalStores(streams, ages);
    }

    private Map<String, Map<Integer, CopyAges.Reach>> logs() {
        var logs = new HashMap<String, Map<Integer, CopyAges.Reach>>();
        streams.allLocalStorePartitionLags()
                .forEach((store, partitions) -> partitions.forEach((partition, lag) -> logs.computeIfAbsent(
                                store, any -> new HashMap<>())
                        .put(partition, new CopyAges.Reach(lag.currentOffsetPosition(), lag.endOffsetPosition()))));
        return logs;
    }

    /** A node alone has no copies. */
    private void look() {
        try {
            if (streams.metadataForAllStreamsClients().size() > 1) {
                ages.look();
            }
        } catch (StreamsException | IllegalStateException e) {
            LOG.debug("how old the copies here are cannot be said now", e);
        }
    }

    /** How many deliveries this node holds; no number while its stores are not there. */
    public double held() {
        return sum(Stores.QUEUES, HeldQueue::held);
    }

    /** How many jobs run on this node; no number while its stores are not there. */
    public double jobs() {
        return sum(Stores.BUSY_JOBS, (String running) -> 1);
    }

    private <V> double sum(String store, ToLongFunction<V> number) {
        var wanted = StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<Bytes, V>keyValueStore());
        try (var rows = streams.store(wanted).all()) {
            var sum = 0L;
            while (rows.hasNext()) {
                sum += number.applyAsLong(rows.next().value);
            }
            return sum;
        } catch (InvalidStateStoreException e) {
            LOG.debug("{} cannot be counted now", store, e);
            return Double.NaN;
        }
    }

    /** Who owns which partition and who keeps copies, as far as this node knows. */
    public Owners owners() {
        return new Owners() {
            @Override
            public Map<Integer, URI> all() {
                var owners = new HashMap<Integer, URI>();
                nodes().forEach(node ->
                        partitions(node.topicPartitions()).forEach(partition -> owners.put(partition, url(node))));
                if (owners.size() < topics.sizes().partitions()) {
                    throw new NotReadyException("not every partition has an owner at the moment");
                }
                return owners;
            }

            @Override
            public Map<Integer, Set<URI>> copies() {
                var copies = new HashMap<Integer, Set<URI>>();
                nodes().forEach(node -> partitions(node.standbyTopicPartitions())
                        .forEach(partition -> copies.computeIfAbsent(partition, any -> new HashSet<>())
                                .add(url(node))));
                return copies;
            }
        };
    }

    private Collection<StreamsMetadata> nodes() {
        try {
            return streams.metadataForAllStreamsClients();
        } catch (IllegalStateException e) {
            throw new NotReadyException("the tenant tasks of this node are being stopped", e);
        }
    }

    /** The partitions that this node answers for: all but those that, as far as it knows, another one has. */
    public Set<Integer> partitions() {
        var ours = IntStream.range(0, topics.sizes().partitions()).boxed().collect(Collectors.toSet());
        try {
            streams.metadataForAllStreamsClients().stream()
                    .filter(node -> !isThisNode(node))
                    .flatMap(node -> partitions(node.topicPartitions()))
                    .forEach(ours::remove);
        } catch (IllegalStateException e) {
            LOG.debug("Kafka Streams does not run and so knows of no other node", e);
        }
        return ours;
    }

    private boolean isThisNode(StreamsMetadata node) {
        return url(node).getAuthority().equals(self.getAuthority());
    }

    private Stream<Integer> partitions(Set<TopicPartition> assigned) {
        return assigned.stream()
                .filter(partition -> partition.topic().equals(topics.events().name()))
                .map(partition -> partition.partition());
    }

    private static URI url(StreamsMetadata node) {
        return URI.create("http://" + node.host() + ":" + node.port());
    }

    /** Leaves the group, so that another node takes over at once instead of after a session timeout. */
    @Override
    public void close() {
        looking.shutdownNow();
        var options = CloseOptions.timeout(closeWithin)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(options)) {
            LOG.warn("the tenant tasks did not stop within {}", closeWithin);
        }
    }

    private static Properties properties(Topics topics, Settings settings, Map<String, Object> kafka) {
        var properties = new Properties();
        properties.putAll(kafka);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, Stores.application(topics));
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(
                StreamsConfig.APPLICATION_SERVER_CONFIG, settings.advertised().getAuthority());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.copies());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.sizes().replication());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L * 1024 * 1024);
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        // KIP-1071's protocol routes queries wrongly with several threads and has no static members in Kafka 4.3.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(
                StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG), settings.nodeId());
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                settings.patience().forLife(10_000));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        // What has been fetched is worked off before anything else: a command waits behind no more than this.
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 128 * 1024);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // The first request after a commit is often told to come again; others behind it would be out of order.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largestRecord(topics));
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                settings.patience().forLife(5_000));
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), largestRecord(topics));
        // What is erased is gone from the logs of the stores as soon as from our own compacted topics.
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG), Layout.COMPACTION_LAG.toMillis());
        return properties;
    }

    private static int largestRecord(Topics topics) {
        return topics.all().stream()
                .mapToInt(topic -> topic.layout().maxRecordBytes())
                .max()
                .orElseThrow();
    }

    /** Lets a few threads be replaced a minute; more means that the trouble is not a passing one. */
    private static final class CrashBudget {

        private static final int PER_MINUTE = 3;

        private final AtomicInteger crashes = new AtomicInteger();
        private volatile long since = System.nanoTime();

        boolean allowsAnother() {
            if (System.nanoTime() - since > Duration.ofMinutes(1).toNanos()) {
                since = System.nanoTime();
                crashes.set(0);
            }
            return crashes.incrementAndGet() <= PER_MINUTE;
        }
    }
}
