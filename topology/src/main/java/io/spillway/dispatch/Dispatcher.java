package io.spillway.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
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
 * Takes deliveries, calls their destinations, and reports what came of it.
 *
 * <p>A member of the group {@code spillway-dispatcher} on the topic {@code deliveries}. What it writes is exact: an attempt and
 * that its delivery is finished are one transaction. A call in flight at a crash may be made again, with the same ids.
 *
 * <p>Where Kafka is away it goes on trying. When it is told that it must not be (another node with the same id, no rights), or
 * one of its threads ends, it stops for good: {@link #progress()} says so, and the process is to be replaced.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String ROLE = "dispatcher";
    /** Nothing waits for the tenant task's commits, so that a call is made at once. */
    private static final String AT_ONCE = "read_uncommitted";

    private static final Duration LEAVE = Duration.ofMillis(500);

    private final String topic;
    private final DispatchSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final DestinationsTable table;
    private final Arrivals arrivals;
    private final Results results;
    private final Crew crew;
    private final Intake intake;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean running = true;
    private volatile long lastPoll = System.nanoTime();

    public Dispatcher(
            Topics topics, Sources sources, Outside outside, DispatchSettings settings, MeterRegistry registry) {
        var member = settings.member();
        var meters = new Meters(registry);
        topic = topics.deliveries().name();
        this.settings = settings;
        consumer = member.join(ROLE, AT_ONCE);
        admin = Admin.create(member.client(ROLE + "-admin"));
        table = new DestinationsTable(topics.destinations(), member.reader(ROLE + "-destinations", AT_ONCE));
        var takeover = new Takeover(member.group(ROLE), admin, member.reader(ROLE + "-takeover", AT_ONCE));
        arrivals = new Arrivals(takeover, table);
        results = new Results(member.writer(ROLE, topics.attempts().layout().maxRecordBytes()), takeover);
        var work = new Work(topics, sources, table, new Caller(outside), meters);
        crew = new Crew(settings.limits(), work, results, meters, table);
        intake = new Intake(consumer, arrivals, crew, results, settings);
        thread = Thread.ofPlatform().name("dispatcher-" + member.node()).unstarted(this::run);
    }

    public void start() {
        results.start();
        crew.start();
        thread.start();
    }

    public DispatchProgress progress() {
        return new DispatchProgress(
                running && results.isRunning() && table.isRunning(),
                Duration.ofNanos(System.nanoTime() - lastPoll),
                intake.partitions(),
                intake.settled(),
                intake.longestAwaited(),
                intake.oldest());
    }

    /**
     * Takes no more, lets calls in flight end (for as long as the settings say), writes what came of them and leaves the
     * group. What has not ended by then will be delivered again.
     */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (!thread.join(settings.drain().plus(settings.write()).plus(LEAVE))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops as a crash would: nothing is drained or written, the group is not left, a transaction may stay open. */
    void abandon() {
        abandoned = true;
        closing = true;
        results.abandon();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            consumer.subscribe(List.of(topic), intake);
            while (!closing && results.isRunning() && table.isRunning()) {
                lastPoll = System.nanoTime();
                turn();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("the dispatcher is woken up to stop");
        } catch (RuntimeException e) {
            LOG.error("the dispatcher cannot go on", e);
        } finally {
            running = false;
            end();
        }
    }

    private void turn() {
        try {
            intake.turn();
        } catch (WakeupException | InterruptException | FencedInstanceIdException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("the dispatcher goes on after: {}", e.toString());
        }
    }

    private void end() {
        try {
            arrivals.close();
            if (!abandoned) {
                intake.handOver(
                        intake.partitionsAtWork(),
                        System.nanoTime() + settings.drain().toNanos());
                results.stop(settings.write());
            }
            var how = abandoned ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP;
            consumer.close(CloseOptions.groupMembershipOperation(how).withTimeout(LEAVE));
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.debug("the dispatcher's clients did not close cleanly", e);
        } finally {
            crew.close();
            table.close();
            admin.close(Duration.ZERO);
        }
    }
}
