package io.spillway.gateway.live;

import io.spillway.domain.Patience;
import io.spillway.gateway.http.ApiException;
import io.spillway.stream.live.Chronicle;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes as the topics have them. One {@link Tail} reads what is new for all who follow; who begins earlier first catches up with
 * a reader of their own. Only what is committed is shown.
 */
public final class KafkaFeed implements Feed, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
    /** How long the broker may take to say where its topics begin and end. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final Duration TURN = Duration.ofSeconds(10);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    /** Bounds what readers of their own cost. */
    private static final int CATCHING_UP_AT_MOST = 8;

    private final Map<String, Object> client;
    private final Duration patience;
    private final Duration goodbye;
    private final Lens lens;
    private final Tail tail;
    private final Semaphore free = new Semaphore(CATCHING_UP_AT_MOST);
    private final Set<Subscriber> open = new HashSet<>();

    /** @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL */
    public KafkaFeed(Map<String, Object> client, Chronicle chronicle, Patience patience) {
        this.client = Map.copyOf(client);
        this.patience = patience.forAnswer(PATIENCE);
        this.goodbye = patience.forAnswer(GOODBYE);
        this.lens = new Lens(chronicle);
        this.tail = new Tail(lens, consumer(), this.patience);
    }

    @Override
    public Following follow(Interest interest, Optional<Bookmark> from) {
        var subscriber = new Subscriber(interest);
        var following = from.map(bookmark -> whileHere(() -> catchUp(subscriber, bookmark)))
                .orElseGet(() -> new KafkaFollowing(this, subscriber, new Bookmark(join(subscriber))));
        synchronized (open) {
            open.add(subscriber);
        }
        return following;
    }

    private KafkaFollowing catchUp(Subscriber subscriber, Bookmark from) {
        var interest = subscriber.interest();
        var wanted = from.of(interest.spots(lens.partitions()));
        if (!wanted.next().keySet().equals(interest.spots(lens.partitions()))) {
            throw ApiException.badRequest("Last-Event-ID is of a stream with other filters");
        }
        requireTurn();
        var reader = reader(interest);
        try {
            var begun = reader.begin(wanted);
            return new KafkaFollowing(this, subscriber, begun, reader, begun.equals(wanted));
        } catch (KafkaException e) {
            end(reader);
            throw e;
        }
    }

    /** Where the tail takes over. */
    Map<Spot, Long> join(Subscriber subscriber) {
        try {
            return tail.join(subscriber).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            tail.leave(subscriber);
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    /** Where the tail stands: all that was written before was offered. */
    Map<Spot, Long> tail() {
        return tail.here();
    }

    void leave(Subscriber subscriber) {
        tail.leave(subscriber);
        synchronized (open) {
            open.remove(subscriber);
            open.notifyAll();
        }
    }

    /** Ends what {@link #catchUp} began. */
    void end(CatchUp reader) {
        try {
            reader.close();
        } finally {
            free.release();
        }
    }

    private CatchUp reader(Interest interest) {
        try {
            return new CatchUp(lens, consumer(), interest);
        } catch (KafkaException e) {
            free.release();
            throw e;
        }
    }

    private void requireTurn() {
        try {
            if (!free.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ApiException.unavailable("too many others are catching up; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private static <T> T whileHere(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    private static ApiException unavailable(Exception e) {
        LOG.warn("Changes cannot be followed at the moment: {}", e.toString());
        return ApiException.unavailable("changes cannot be followed at the moment; try again");
    }

    private Consumer<byte[], byte[]> consumer() {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Tells all who follow that it is over, and leaves them a moment to tell it on. */
    @Override
    public void close() {
        tail.close();
        synchronized (open) {
            open.forEach(subscriber -> subscriber.end(Ending.CLOSING));
            awaitNobody();
        }
    }

    private void awaitNobody() {
        var until = System.nanoTime() + goodbye.toNanos();
        try {
            while (!open.isEmpty() && System.nanoTime() < until) {
                open.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
