package io.spillway.stored;

import io.spillway.domain.Data;
import io.spillway.domain.Patience;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import io.spillway.wire.EventReader;
import io.spillway.wire.SchemaLookup;
import io.spillway.wire.UnknownSchemaException;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads records back by their coordinates, for stores that keep coordinates instead of bodies.
 *
 * <p>A few threads with a consumer each serve all callers; requests that come together are fetched together. Coordinates
 * come from what was already processed, so reads do not wait for open transactions. Everything here is safe for many
 * threads and blocks while records come, for ten seconds at most; when none has come for a second and a half it
 * throws {@link RecordsAwayException}. What is no longer kept is absent.
 */
public final class StoredRecords implements AutoCloseable {

    private static final int READERS = 2;
    private static final int TOGETHER = 500;
    private static final Duration FETCH = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofSeconds(10);
    /** A broker that is there says something in less. */
    private static final Duration SILENCE = Duration.ofMillis(1_500);

    private static final int FETCH_BYTES = 256 * 1024;
    private static final int FETCH_WAIT_MILLIS = 5;

    private final Topics topics;
    private final EventReader events;
    private final SchemaLookup lookup;
    private final Patience patience;
    private final BlockingQueue<Wanted> requests = new LinkedBlockingQueue<>();
    private final List<Thread> readers;
    private volatile boolean closed;
    private volatile long heard = System.nanoTime();

    /** @param kafka client settings: where the brokers are and how to speak to them */
    public StoredRecords(Topics topics, Wire wire, Map<String, Object> kafka, Patience patience) {
        this(topics, wire, () -> consumer(kafka), patience);
    }

    StoredRecords(Topics topics, Wire wire, Supplier<Consumer<byte[], byte[]>> consumers, Patience patience) {
        this.topics = topics;
        this.events = wire.eventReader(topics.sizes().maxEventBytes());
        this.lookup = wire.lookup();
        this.patience = patience;
        readers = IntStream.rangeClosed(1, READERS)
                .mapToObj(number -> Thread.ofPlatform()
                        .name("stored-records-" + number)
                        .daemon()
                        .start(() -> serve(consumers)))
                .toList();
    }

    /** The record as it lies there. */
    public Optional<ConsumerRecord<byte[], byte[]>> read(RecordAt at) {
        return Optional.ofNullable(read(List.of(at)).get(at));
    }

    /** The records that are still there, by their coordinates. */
    public Map<RecordAt, ConsumerRecord<byte[], byte[]>> read(Collection<RecordAt> all) {
        var wanted = all.stream().distinct().map(this::wanted).toList();
        requests.addAll(wanted);
        if (closed) {
            throw new RecordsAwayException("this node is stopping");
        }
        try {
            return await(wanted);
        } catch (RecordsAwayException e) {
            // Nobody waits for the others any more.
            wanted.forEach(one -> one.away(e));
            throw e;
        }
    }

    /** An event's exact bytes, from its record on {@code events} (or re-keyed), or from its dead letter. */
    public Optional<byte[]> data(RecordAt at) {
        return read(at).flatMap(this::dataOf);
    }

    /** Many events' exact bytes, by the coordinates of their records. */
    public Map<RecordAt, byte[]> data(Collection<RecordAt> all) {
        return readAs(all, this::dataOf);
    }

    /** An attempt as it was reported. */
    public Optional<Report.Attempt> attempt(RecordAt at) {
        return read(at).flatMap(this::attemptOf);
    }

    /** Many attempts, by the coordinates of their records. */
    public Map<RecordAt, Report.Attempt> attempts(Collection<RecordAt> all) {
        return readAs(all, this::attemptOf);
    }

    @Override
    public void close() {
        closed = true;
        readers.forEach(Thread::interrupt);
        refuseAll();
    }

    private <T> Map<RecordAt, T> readAs(
            Collection<RecordAt> all, Function<ConsumerRecord<byte[], byte[]>, Optional<T>> as) {
        var found = new HashMap<RecordAt, T>();
        read(all).forEach((at, record) -> as.apply(record).ifPresent(value -> found.put(at, value)));
        return found;
    }

    private Optional<byte[]> dataOf(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.deadLetters().name())) {
            return inline(as(topics.deadLetters(), record).delivery().event().data());
        }
        return switch (event(record)) {
            case EventReader.Read(var event) -> inline(event.data());
            case EventReader.Unreadable ignored -> Optional.empty();
            case EventReader.UnknownSchema(var id) -> {
                if (lookup.find(id) instanceof SchemaLookup.Found
                        && event(record) instanceof EventReader.Read(var event)) {
                    yield inline(event.data());
                }
                throw new RecordsAwayException("schema " + id + " is not known now");
            }
        };
    }

    private EventReader.Result event(ConsumerRecord<byte[], byte[]> record) {
        return events.read(
                record.value(),
                record.headers(),
                new RecordAt(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                EventReader.tenant(record.key()));
    }

    private Optional<byte[]> inline(Data data) {
        return switch (data) {
            case Data.Inline(var bytes) -> Optional.of(bytes);
            case Data.Stored(var at) -> data(at);
        };
    }

    private Optional<Report.Attempt> attemptOf(ConsumerRecord<byte[], byte[]> record) {
        return as(topics.attempts(), record) instanceof Report.Attempt attempt
                ? Optional.of(attempt)
                : Optional.empty();
    }

    private <T> T as(Topic<?, T> topic, ConsumerRecord<byte[], byte[]> record) {
        var reader = topic.values().deserializer();
        try {
            return reader.deserialize(record.topic(), record.value());
        } catch (UnknownSchemaException e) {
            if (lookup.find(e.id()) instanceof SchemaLookup.Found) {
                return reader.deserialize(record.topic(), record.value());
            }
            throw new RecordsAwayException("a record on " + record.topic() + " cannot be read now", e);
        } catch (SerializationException e) {
            throw new RecordsAwayException("a record on " + record.topic() + " cannot be read", e);
        }
    }

    private Wanted wanted(RecordAt at) {
        var wanted = Wanted.of(at);
        var unused = wanted.answer().thenRun(() -> heard = System.nanoTime());
        return wanted;
    }

    private Map<RecordAt, ConsumerRecord<byte[], byte[]>> await(List<Wanted> wanted) {
        var since = System.nanoTime();
        var found = new HashMap<RecordAt, ConsumerRecord<byte[], byte[]>>();
        for (var one : wanted) {
            await(one, since).ifPresent(record -> found.put(one.at(), record));
        }
        return found;
    }

    private Optional<ConsumerRecord<byte[], byte[]>> await(Wanted wanted, long since) {
        try {
            for (var left = left(since); ; left = left(since)) {
                try {
                    return wanted.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (left(since) <= 0) {
                        throw new RecordsAwayException(wanted.at() + " was not read in time", e);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw new RecordsAwayException(wanted.at() + " cannot be read now", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordsAwayException("interrupted while reading " + wanted.at(), e);
        }
    }

    /** How many nanoseconds one who has waited since then still waits. */
    private long left(long since) {
        var bearable = Math.max(0, heard - since) + patience.forAnswer(SILENCE).toNanos();
        return Math.min(patience.forAnswer(WAIT).toNanos(), bearable) - (System.nanoTime() - since);
    }

    private void serve(Supplier<Consumer<byte[], byte[]>> consumers) {
        try (var consumer = consumers.get()) {
            while (!closed) {
                var together = new ArrayList<Wanted>();
                together.add(requests.take());
                requests.drainTo(together, TOGETHER - 1);
                together.removeIf(wanted -> wanted.answer().isDone());
                new Fetch(consumer, together).run(patience.forAnswer(FETCH));
            }
        } catch (InterruptedException | InterruptException e) {
            refuseAll();
        }
    }

    private void refuseAll() {
        var left = new ArrayList<Wanted>();
        requests.drainTo(left);
        left.forEach(wanted -> wanted.away(new RecordsAwayException("this node is stopping")));
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "spillway-stored");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        // What is asked for is there. A fetch that waits for more at a partition's end would hold up the next question.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
