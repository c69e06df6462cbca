package io.spillway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.domain.Answer;
import io.spillway.domain.CallOptions;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Outcome;
import io.spillway.domain.Pace;
import io.spillway.domain.Policy;
import io.spillway.domain.Quarantined;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import io.spillway.domain.Sealed;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.domain.Waiting;
import io.spillway.payload.PayloadKey;
import io.spillway.payload.Payloads;
import io.spillway.stream.judge.Retries;
import io.spillway.stream.judge.Watching;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import io.spillway.wire.InMemoryRegistry;
import io.spillway.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** A tenant task in a world of the test's making: its clock, its dispatcher and its relay are played by the test. */
public final class World implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final TenantId ACME = new TenantId("acme");
    private static final String GATEWAY = "gateway-1";

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final Wire wire = Wire.with(registry);
    private final Topics topics;
    private final TopologyTestDriver driver;
    private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Answer> handed = new ArrayList<>();
    private final List<OperatorEvent> told = new ArrayList<>();
    private final Map<String, PayloadKey> keys = new HashMap<>();
    private final Path folder = stateDir();
    private boolean gatewayIsHere = true;
    private Instant now = START;
    private int requests;

    public World() {
        this(1, 20);
    }

    public World(int partitions, int destinationsAtMost) {
        this(partitions, new TaskParts.Rules(retries(), destinationsAtMost, Watching.NONE, Set.of()));
    }

    /** Watched like this, by an operator who wants to be told of everything. */
    public World(Watching watching) {
        this(1, new TaskParts.Rules(retries(), 20, watching, Set.of(OperatorTopic.values())));
    }

    private World(int partitions, TaskParts.Rules rules) {
        var tiers = new Tiers(Stream.of(1, 5, 30, 60)
                .map(s -> new Tier(Duration.ofSeconds(s)))
                .toList());
        topics = Topics.of("", tiers, new Sizes(partitions, 1, 1024 * 1024), wire);
        Answers answers = (requester, request, answer) -> gatewayIsHere && handed.add(answer);
        var parts = new TaskParts(
                topics,
                new TaskParts.Reading(
                        wire,
                        new SchemaQuestions(wire.lookup(), Runnable::run),
                        new Payloads(id -> Optional.ofNullable(keys.get(id)))),
                rules,
                answers);
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(DeliveryTopology.of(parts), properties, START);
    }

    private static Retries retries() {
        return new Retries(new Schedule.Listed(
                Stream.of(1, 5, 30, 60).map(Duration::ofSeconds).toList()));
    }

    public Topics topics() {
        return topics;
    }

    /** Where the stores are. */
    Path folder() {
        return folder;
    }

    /** Everything that was written or answered until now, changelogs included: it is kept in memory otherwise. */
    void forgetWhatWasWritten() {
        driver.producedTopicNames()
                .forEach(topic -> driver.createOutputTopic(
                                topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList());
        handed.clear();
    }

    public Wire wire() {
        return wire;
    }

    public InMemoryRegistry registry() {
        return registry;
    }

    public Instant now() {
        return now;
    }

    /** From now on the gateway lives in another process. */
    public void gatewayIsElsewhere() {
        gatewayIsHere = false;
    }

    /** From now on this node knows a key. */
    public void know(PayloadKey key) {
        keys.put(key.id(), key);
    }

    // --- what others do

    public Answer command(Command command) {
        pipe(topics.commands(), command.tenant(), command, request());
        return lastAnswer();
    }

    public void tenant(TenantId tenant) {
        command(new Command.PutTenant(tenant, Map.of(), new RetentionChange.AsBefore()));
    }

    public Subscription destination(TenantId tenant, String id, String topic, Optional<String> filter) {
        var answer = command(new Command.CreateDestination(draft(tenant, id, topic, filter)));
        return ((Answer.SubscriptionStored) answer).subscription();
    }

    /** A destination that takes one delivery after the other. */
    public Subscription ordered(String id) {
        var draft = draft(ACME, id, "*", Optional.empty());
        command(new Command.CreateDestination(with(draft, true)));
        return rows(id);
    }

    /** Changes whether a destination takes one delivery after the other. */
    public void order(String id, boolean ordered) {
        command(new Command.UpdateDestination(with(rows(id), ordered)));
    }

    private Subscription rows(String id) {
        return this.<Subscription>store(Stores.SUBSCRIPTIONS).get(Keys.of(ACME, new DestinationId(id)));
    }

    private static Subscription with(Subscription row, boolean ordered) {
        return new Subscription(
                row.tenant(),
                row.id(),
                row.incarnation(),
                row.version(),
                row.type(),
                row.topics(),
                row.filter(),
                row.settings(),
                new Policy(CallOptions.NONE, Retrying.NONE, Pace.NONE, ordered, Optional.empty()),
                row.metadata(),
                row.state(),
                row.createdAt(),
                row.updatedAt());
    }

    public Subscription destination(String id) {
        return destination(ACME, id, "*", Optional.empty());
    }

    /** One that wants everything, in its own way. */
    public Subscription destination(String id, Policy policy) {
        var answer = command(new Command.CreateDestination(draft(ACME, id, "*", Optional.empty(), policy)));
        return ((Answer.SubscriptionStored) answer).subscription();
    }

    public static Subscription draft(TenantId tenant, String id, String topic, Optional<String> filter) {
        return draft(tenant, id, topic, filter, Policy.NONE);
    }

    private static Subscription draft(
            TenantId tenant, String id, String topic, Optional<String> filter, Policy policy) {
        return new Subscription(
                tenant,
                new DestinationId(id),
                0,
                0,
                "webhook",
                List.of(topic),
                filter,
                new Sealed("k1", new byte[] {1, 2, 3}),
                policy,
                Map.of(),
                new SubscriptionState.Active(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    public static Event event(TenantId tenant, String id, String topic, String data) {
        return new Event(
                tenant,
                new EventId(id),
                Optional.of(topic),
                START,
                Map.of(),
                true,
                Optional.empty(),
                new Data.Inline(data.getBytes(UTF_8)));
    }

    public Answer publish(String id) {
        return publish(event(ACME, id, "order.paid", "{\"n\":1}"));
    }

    public Answer publish(Event event) {
        send(event);
        return lastAnswer();
    }

    /** Publishes without looking at the answer. */
    public void send(Event event) {
        pipe(topics.events(), event.tenant(), event, request());
    }

    /** Any bytes on {@code events}, as any client may put them. */
    public void produce(byte[] key, byte[] value, RecordHeaders headers) {
        input(topics.events()).pipeInput(new TestRecord<>(key, value, headers, now));
    }

    /** A record without a value, as nobody of ours writes it. */
    public void tombstone(Topic<?, ?> topic) {
        input(topic).pipeInput(new TestRecord<>("acme".getBytes(UTF_8), null, new RecordHeaders(), now));
    }

    public void destinationAnswers(Delivery delivery, int status) {
        var response = new Response(Integer.toString(status), "{\"status\":" + status + "}");
        var outcome = status < 300
                ? new Outcome.Delivered(response)
                : new Outcome.Failed(Failure.STATUS, "answered " + status, Optional.of(response));
        report(attempt(delivery, outcome));
    }

    public Report.Attempt attempt(Delivery delivery, Outcome outcome) {
        return new Report.Attempt(
                delivery.ref(),
                delivery.attempt(),
                delivery.manual(),
                now,
                Duration.ofMillis(12),
                outcome,
                outcome instanceof Outcome.Failed ? Optional.of(delivery) : Optional.empty());
    }

    public void report(Report report) {
        pipe(topics.attempts(), report.delivery().tenant(), report, new RecordHeaders());
    }

    /** The dispatcher sends a delivery away without a call. */
    public void defer(Delivery delivery) {
        due(new Waiting.Scheduled(delivery.sentAway(), now));
    }

    public void due(Waiting waiting) {
        pipe(topics.due(), waiting.tenant(), waiting, new RecordHeaders());
    }

    /** The clock that says when slices are worked moves on. */
    public void tick(int times) {
        for (var tick = 0; tick < times; tick++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
        }
    }

    /** Time passes; the relay releases what is due by then, each at its time. */
    public void wait(Duration duration) {
        var until = now.plus(duration);
        for (var tier : topics.tiers().all()) {
            waiting.addAll(read(topics.retries(tier)));
        }
        var next = waiting.stream()
                .filter(one -> !one.due().isAfter(until))
                .min((a, b) -> a.due().compareTo(b.due()));
        if (next.isPresent()) {
            waiting.remove(next.get());
            now = next.get().due();
            due(next.get());
            wait(Duration.between(now, until));
        } else {
            now = until;
        }
    }

    // --- what comes of it

    public List<Delivery> deliveries() {
        return read(topics.deliveries());
    }

    public Delivery delivery() {
        var all = deliveries();
        if (all.size() != 1) {
            throw new AssertionError("expected one delivery, got " + all);
        }
        return all.getFirst();
    }

    /** What waits in a tier; reading it takes it out of the relay's hands. */
    public List<Waiting> tier(int seconds) {
        return read(topics.retries(new Tier(Duration.ofSeconds(seconds))));
    }

    public List<DeadLetter> deadLetters() {
        return read(topics.deadLetters());
    }

    /** What the operator was told since the last question, of this topic. */
    public List<OperatorEvent> told(OperatorTopic topic) {
        told.addAll(read(topics.operatorEvents()));
        var found = told.stream()
                .filter(event -> event.topic().equals(topic.word()))
                .toList();
        told.removeAll(found);
        return found;
    }

    public List<Quarantined> quarantine() {
        return read(topics.quarantine());
    }

    /** The cancellations that the task itself has recorded. */
    public List<Report> cancellations() {
        return read(topics.attempts());
    }

    public List<DestinationStatus> statuses() {
        return read(topics.destinations());
    }

    public <V> List<V> read(Topic<?, V> topic) {
        return output(topic).readRecordsToList().stream()
                .filter(record -> record.value() != null)
                .map(record ->
                        topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value()))
                .toList();
    }

    public List<TestRecord<byte[], byte[]>> records(Topic<?, ?> topic) {
        return output(topic).readRecordsToList();
    }

    public <V> ReadOnlyKeyValueStore<Bytes, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    private <K, V> void pipe(Topic<K, V> topic, K key, V value, RecordHeaders headers) {
        var keyBytes = topic.keys().serializer().serialize(topic.name(), key);
        var valueBytes = topic.values().serializer().serialize(topic.name(), headers, value);
        input(topic).pipeInput(new TestRecord<>(keyBytes, valueBytes, headers, now));
    }

    private TestInputTopic<byte[], byte[]> input(Topic<?, ?> topic) {
        return driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<byte[], byte[]> output(Topic<?, ?> topic) {
        return outputs.computeIfAbsent(
                topic.name(),
                name -> driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private RecordHeaders request() {
        var headers = new RecordHeaders();
        headers.add(HeaderNames.REQUESTER, GATEWAY.getBytes(UTF_8));
        headers.add(HeaderNames.REQUEST, ("r" + requests++).getBytes(UTF_8));
        return headers;
    }

    private Answer lastAnswer() {
        if (handed.isEmpty()) {
            throw new AssertionError("nobody answered; in quarantine: " + quarantine());
        }
        return handed.getLast();
    }

    private static Path stateDir() {
        try {
            return Files.createTempDirectory("spillway-world");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
