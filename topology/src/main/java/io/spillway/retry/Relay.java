package io.spillway.retry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.member.ExactWriter;
import io.spillway.member.Member;
import io.spillway.stored.BrokerClock;
import io.spillway.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what waits in the retry tiers until it is due, then hands it to the tenant tasks.
 *
 * <p>One thread with one consumer over all tiers. It polls at least every 100 ms and never sleeps; what is read too early is
 * kept in memory and its partition paused. Each hand-over is one transaction with the offsets, so that in Kafka it happens
 * once, whatever is killed when. Where Kafka is away it goes on trying; when it is told that it must not be (another node
 * with the same id, no rights), it stops, which {@link #progress()} says.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final String ROLE = "relay";
    private static final Duration STOP = Duration.ofSeconds(8);
    private static final Duration BREATH = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Tiering tiering;
    private final ExactWriter writer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean running = true;
    private volatile boolean leaving = true;
    private volatile long lastPoll = System.nanoTime();

    public Relay(Topics topics, BrokerClock clock, Member member, MeterRegistry meters) {
        this(
                topics,
                new Tiering(topics, clock, meters),
                member.join(ROLE, "read_committed"),
                member.writer(ROLE, maxBytes(topics)));
        Gauge.builder(
                        "spillway.relay.overdue",
                        tiering,
                        rides -> rides.overdue().toMillis() / 1e3)
                .baseUnit("seconds")
                .register(meters);
        thread.setName("relay-" + member.node());
    }

    Relay(Topics topics, Tiering tiering, Consumer<byte[], byte[]> consumer, ExactWriter writer) {
        this.tiering = tiering;
        this.consumer = consumer;
        this.writer = writer;
        var names = topics.tiers().all().stream()
                .map(tier -> topics.retries(tier).name())
                .toList();
        thread = Thread.ofPlatform().name("relay").unstarted(() -> run(names));
    }

    public void start() {
        thread.start();
    }

    public RelayProgress progress() {
        return new RelayProgress(running, Duration.ofNanos(System.nanoTime() - lastPoll), tiering.overdue());
    }

    /** Ends the transaction at hand and leaves the group, so that others take over at once. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (!thread.join(STOP)) {
                LOG.warn("the relay did not stop within {} s", STOP.toSeconds());
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops as a crash would: leaves the group alone and an open transaction open. */
    void abandon() {
        leaving = false;
        closing = true;
        thread.interrupt();
    }

    private void run(List<String> names) {
        try {
            consumer.subscribe(names, tiering.follow(consumer));
            while (!closing) {
                turn();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("the relay is woken up to stop");
        } catch (RuntimeException e) {
            LOG.error("the relay cannot go on", e);
        } finally {
            running = false;
            end();
        }
    }

    private void turn() {
        try {
            lastPoll = System.nanoTime();
            tiering.take(consumer.poll(tiering.untilNext()));
            tiering.release(writer, consumer);
            tiering.pauseAndResume(consumer);
        } catch (WakeupException | InterruptException | FencedInstanceIdException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("the relay starts again from what is committed: {}", e.toString());
            startAgain();
        }
    }

    private void startAgain() {
        while (!closing) {
            try {
                writer.reset();
                writer.open();
                tiering.rewind(consumer);
                return;
            } catch (WakeupException | InterruptException | FencedInstanceIdException | AuthorizationException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.info("the relay waits for Kafka: {}", e.toString());
                LockSupport.parkNanos(BREATH.toNanos());
            }
        }
    }

    private void end() {
        var how = leaving ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP;
        try {
            if (leaving) {
                writer.close();
            } else {
                writer.reset();
            }
            consumer.close(CloseOptions.groupMembershipOperation(how).withTimeout(Duration.ofSeconds(2)));
        } catch (KafkaException e) {
            LOG.debug("the relay's clients did not close cleanly", e);
        }
    }

    private static int maxBytes(Topics topics) {
        return topics.due().layout().maxRecordBytes();
    }
}
