package io.spillway.operator;

import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import io.spillway.member.Member;
import io.spillway.stored.RecordsAwayException;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import io.spillway.wire.UnknownSchemaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries operator events to one sink: one after the other within a tenant, each until the sink has taken it.
 *
 * <p>One thread with one consumer, which commits a position when all before it was taken; after a crash the last ones go out
 * again, with the same ids. A partition whose event was not taken rests for 1, 5, 30 and then 60 s at a time, while the others
 * go on; what is not taken for as long as the topic keeps it is lost. It stops where Kafka says that it must not be, which
 * {@link #running()} says.
 */
public final class Post implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    private static final String TAKEN = "read_committed";
    private static final List<Duration> RESTS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final Duration POLL = Duration.ofMillis(200);
    /** Far below the five minutes in which a consumer has to poll again. */
    private static final Duration TURN = Duration.ofSeconds(30);

    private static final Duration STOP = Duration.ofSeconds(8);

    private final Topic<?, OperatorEvent> topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Letter letter;
    private final Sink sink;
    private final Map<TopicPartition, Rest> resting = new HashMap<>();
    private final Thread thread;
    private boolean lost;
    private volatile boolean closing;
    private volatile boolean running = true;

    /** @param until in {@link System#nanoTime()} */
    private record Rest(int failures, long until) {}

    public Post(Topics topics, Member member, Letter letter, Sink sink) {
        this(topics.operatorEvents(), member.join("operator-events-" + sink.name(), TAKEN), letter, sink);
    }

    Post(Topic<?, OperatorEvent> topic, Consumer<byte[], byte[]> consumer, Letter letter, Sink sink) {
        this.topic = topic;
        this.consumer = consumer;
        this.letter = letter;
        this.sink = sink;
        thread = Thread.ofPlatform().name("operator-events-" + sink.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public boolean running() {
        return running;
    }

    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(STOP)) {
                LOG.warn("operator events to {} did not stop within {} s", sink.name(), STOP.toSeconds());
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }

    private void run() {
        try {
            consumer.subscribe(List.of(topic.name()));
            while (!closing) {
                turn();
            }
        } catch (InterruptException e) {
            LOG.debug("interrupted to stop");
        } catch (RuntimeException e) {
            LOG.error("operator events to {} cannot go on", sink.name(), e);
        } finally {
            running = false;
            leave();
        }
    }

    private void turn() {
        try {
            findBack();
            goOn();
            var records = consumer.poll(POLL);
            var end = System.nanoTime() + TURN.toNanos();
            records.partitions().forEach(partition -> deliver(partition, records.records(partition), end));
        } catch (InterruptException | FencedInstanceIdException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            // Another member has the partition now, or Kafka is away: what was not committed is sent again.
            lost = true;
            LOG.info("operator events to {}: {}", sink.name(), e.toString());
        }
    }

    /** After a failure what was read is not what was taken: everything goes on from what is committed. */
    private void findBack() {
        if (lost) {
            var assigned = consumer.assignment();
            var committed = consumer.committed(assigned);
            assigned.forEach(partition -> {
                var position = committed.get(partition);
                if (position == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, position);
                }
            });
            lost = false;
        }
    }

    /** Ends the rests that are over. */
    private void goOn() {
        var now = System.nanoTime();
        var over = consumer.paused().stream()
                .filter(partition -> {
                    var rest = resting.get(partition);
                    return rest == null || now - rest.until() >= 0;
                })
                .toList();
        consumer.resume(over);
    }

    private void deliver(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long end) {
        var next = records.getFirst().offset();
        for (var record : records) {
            if (closing || System.nanoTime() - end >= 0 || !taken(partition, record)) {
                consumer.seek(partition, record.offset());
                break;
            }
            resting.remove(partition);
            next = record.offset() + 1;
        }
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
    }

    private boolean taken(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        try {
            var event = topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value());
            if (!(sink.send(event, letter.write(event)) instanceof Outcome.Failed failed)) {
                return true;
            }
            rest(partition, event.topic() + " " + event.id() + ": " + failed.message());
            return false;
        } catch (RecordsAwayException e) {
            rest(partition, String.valueOf(e.getMessage()));
            return false;
        } catch (UnknownSchemaException e) {
            rest(partition, "what a newer node wrote, with schema " + e.id());
            return false;
        } catch (SerializationException | IllegalStateException | UnsupportedOperationException e) {
            LOG.error("{} at {} cannot be read or written and is left out", partition, record.offset(), e);
            return true;
        }
    }

    private void rest(TopicPartition partition, String why) {
        var before = resting.get(partition);
        var failures = before == null ? 0 : before.failures();
        var rest = RESTS.get(Math.min(failures, RESTS.size() - 1));
        LOG.warn("{} did not take {}; it is tried again in {} s", sink.name(), why, rest.toSeconds());
        resting.put(partition, new Rest(failures + 1, System.nanoTime() + rest.toNanos()));
        consumer.pause(List.of(partition));
    }

    private void leave() {
        try {
            consumer.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(Duration.ofSeconds(2)));
        } catch (KafkaException e) {
            LOG.debug("the consumer did not close cleanly", e);
        }
    }
}
