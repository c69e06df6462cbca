package io.spillway.connect.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages from a queue to {@code events}. A message is removed from its queue only after its record is stored, so that it is
 * moved at least once; and since its id becomes the event's, an event that is moved twice is a duplicate, which goes nowhere.
 */
public abstract class QueueSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(QueueSourceTask.class);

    private final ConcurrentLinkedQueue<Queue.Receipt> stored = new ConcurrentLinkedQueue<>();

    private @Nullable Moving moving;

    /**
     * What is moved where.
     *
     * @param most the most bytes of a message
     */
    private record Moving(Queue queue, String from, Envelope envelope, String topic, int most) {}

    /** Opens the queue. */
    protected abstract Queue open(Map<String, String> settings);

    /** The queue's name, for logs. */
    protected abstract String name(Map<String, String> settings);

    /** How long a poll may wait for messages; what is stored meanwhile is removed after it. */
    protected abstract Duration patience();

    @Override
    public String version() {
        return SourceSettings.VERSION;
    }

    @Override
    public void start(Map<String, String> settings) {
        var source = new SourceSettings(settings);
        moving = new Moving(open(settings), name(settings), source.envelope(), source.topic(), source.maxBytes());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        var now = moving();
        settle(now);
        var records = new ArrayList<SourceRecord>();
        for (var message : now.queue().receive(patience())) {
            if (message.body().length > now.most()) {
                // Not removed: its queue has it again, or puts it where it puts what is not taken.
                LOG.error(
                        "Message {} of {} has {} bytes, and {} are taken; it stays in its queue",
                        message.id().orElse("without id"),
                        now.from(),
                        message.body().length,
                        now.most());
            } else {
                records.add(
                        new EventRecord(now.from(), now.topic(), now.envelope().seal(message), message.receipt()));
            }
        }
        return records.isEmpty() ? null : records;
    }

    /** Called when the record is stored, or was left out on purpose by a transformation. */
    @Override
    public void commitRecord(SourceRecord source, @Nullable RecordMetadata metadata) {
        if (source instanceof EventRecord event) {
            stored.add(event.receipt());
        }
    }

    @Override
    public void commit() {
        settle(moving());
    }

    @Override
    public void stop() {
        var last = moving;
        if (last != null) {
            settle(last);
            last.queue().close();
        }
    }

    private void settle(Moving now) {
        var receipts = new ArrayList<Queue.Receipt>();
        for (var next = stored.poll(); next != null; next = stored.poll()) {
            receipts.add(next);
        }
        if (!receipts.isEmpty()) {
            now.queue().settle(receipts);
        }
    }

    private Moving moving() {
        if (moving == null) {
            throw new IllegalStateException("a task is started before it is asked for records");
        }
        return moving;
    }
}
