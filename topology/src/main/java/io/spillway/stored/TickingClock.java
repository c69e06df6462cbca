package io.spillway.stored;

import io.spillway.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's clock as a client can know it: the append time of its own last acknowledged tick, plus the monotonic time
 * since the acknowledgement came. It is late by as long as that took, and goes on by itself while the broker is away.
 */
public final class TickingClock implements BrokerClock, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TickingClock.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Topic<String, byte[]> topic;
    private final String node;
    private final Producer<String, byte[]> producer;
    private final LongSupplier monotonic;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Reading reading;

    private record Reading(Instant appended, long acknowledged) {}

    private TickingClock(
            Topic<String, byte[]> topic, String node, Producer<String, byte[]> producer, LongSupplier monotonic) {
        this.topic = topic;
        this.node = node;
        this.producer = producer;
        this.monotonic = monotonic;
        thread = Thread.ofPlatform().name("broker-clock").daemon().unstarted(this::run);
    }

    /**
     * Starts ticking and waits for the first acknowledgement.
     *
     * @param topic the topic {@code clock}
     * @param kafka client settings: where the brokers are and how to speak to them
     * @throws IllegalStateException when none came within 30 s
     */
    public static TickingClock start(Topic<String, byte[]> topic, String node, Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "spillway-clock-" + node);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024L);
        var producer = new KafkaProducer<>(
                settings, topic.keys().serializer(), topic.values().serializer());
        return start(topic, node, producer, System::nanoTime);
    }

    static TickingClock start(
            Topic<String, byte[]> topic, String node, Producer<String, byte[]> producer, LongSupplier monotonic) {
        var clock = new TickingClock(topic, node, producer, monotonic);
        clock.thread.start();
        try {
            if (!clock.first.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                clock.close();
                throw new IllegalStateException("the broker acknowledged no tick on " + topic.name() + " within 30 s");
            }
        } catch (InterruptedException e) {
            clock.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the broker's clock", e);
        }
        return clock;
    }

    @Override
    public Instant now() {
        var last = reading;
        if (last == null) {
            throw new IllegalStateException("the clock was asked before its first tick");
        }
        return last.appended.plusNanos(monotonic.getAsLong() - last.acknowledged);
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(Duration.ZERO);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                tick();
                Thread.sleep(INTERVAL);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void tick() throws InterruptedException {
        try {
            var appended = producer.send(new ProducerRecord<>(topic.name(), node, new byte[0]))
                    .get()
                    .timestamp();
            reading = new Reading(Instant.ofEpochMilli(appended), monotonic.getAsLong());
            first.countDown();
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            LOG.debug("no tick from the broker", e);
        }
    }
}
