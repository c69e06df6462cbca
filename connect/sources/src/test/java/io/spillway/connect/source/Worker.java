package io.spillway.connect.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;

/** Does with a task what a worker does, as far as it is told to. */
public final class Worker implements AutoCloseable {

    private final QueueSourceTask task;

    public Worker(QueueSourceTask task, Map<String, String> settings) {
        this.task = task;
        task.start(settings);
    }

    /** Polls until it has so many records, none of which is stored yet. */
    public List<SourceRecord> poll(int count) {
        var records = new ArrayList<SourceRecord>();
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (records.size() < count && System.nanoTime() < deadline) {
            records.addAll(once());
        }
        return records;
    }

    /** One poll; one that is to be done again has nothing. */
    public List<SourceRecord> once() {
        try {
            var polled = task.poll();
            return polled == null ? List.of() : polled;
        } catch (RetriableException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Says that records are stored, and lets the task see to it. */
    public void stored(List<SourceRecord> records) {
        records.forEach(record -> task.commitRecord(record, null));
        task.commit();
    }

    public static String value(SourceRecord record) {
        return new String((byte[]) record.value(), UTF_8);
    }

    @Override
    public void close() {
        task.stop();
    }
}
