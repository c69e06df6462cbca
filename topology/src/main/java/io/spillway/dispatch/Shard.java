package io.spillway.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of {@code deliveries} as long as this node has it: what was read, what is being worked on, what is finished.
 * The poll thread takes, the writer finishes.
 */
final class Shard {

    final TopicPartition partition;
    private final Window window;
    private final Tries tries;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private final Map<Long, Job> open = new LinkedHashMap<>();
    private OffsetAndMetadata committed;
    private long openBytes;
    private int running;
    private boolean stopped;
    private boolean forgotten;

    Shard(TopicPartition partition, Window window, Tries tries) {
        this.partition = partition;
        this.window = window;
        this.tries = tries;
        this.committed = position();
    }

    /** Where reading begins. */
    synchronized long begin() {
        return window.base();
    }

    synchronized void read(Collection<ConsumerRecord<byte[], byte[]>> records) {
        backlog.addAll(records);
    }

    synchronized boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    /** The next record to work on; empty where none was read, or the window is full. */
    synchronized Optional<Job> next() {
        while (!backlog.isEmpty() && !stopped) {
            var record = backlog.element();
            window.skipTo(record.offset());
            if (!window.hasRoomFor(record.offset())) {
                return Optional.empty();
            }
            backlog.remove();
            if (window.take(record.offset())) {
                return Optional.of(open(record));
            }
        }
        return Optional.empty();
    }

    /** Says where the consumer stands, which is beyond the markers of transactions. */
    synchronized void reached(long position) {
        if (backlog.isEmpty()) {
            window.skipTo(position);
        }
    }

    /**
     * Counts a trip that is to get a thread.
     *
     * @return false where none is to begin any more
     */
    synchronized boolean start() {
        if (stopped) {
            return false;
        }
        running++;
        return true;
    }

    synchronized void ended() {
        running--;
        notifyAll();
    }

    /** Finishes a job whose results are about to be written; finishing it again changes nothing. */
    synchronized void finish(Job job) {
        if (open.remove(job.offset()) != null) {
            openBytes -= job.bytes();
            window.finish(job.offset());
            if (!job.repeated) {
                job.identity.ifPresent(identity -> tries.finish(identity, job.appended()));
            }
        }
    }

    /** What is to be committed. */
    synchronized OffsetAndMetadata position() {
        return new OffsetAndMetadata(window.base(), window.metadata());
    }

    synchronized void committed(OffsetAndMetadata position) {
        committed = position;
    }

    synchronized boolean isCommitted() {
        return committed.offset() == window.base();
    }

    synchronized int openJobs() {
        return open.size();
    }

    synchronized long openBytes() {
        return openBytes;
    }

    /** The age of the lowest offset that is not finished. */
    synchronized Duration oldest() {
        return open.isEmpty() ? Duration.ZERO : open.values().iterator().next().age();
    }

    /** Takes no more. */
    synchronized void stop() {
        backlog.clear();
        stopped = true;
    }

    /** Another node has it now, or may have: what was not committed by now never will be. */
    synchronized void forget() {
        stop();
        forgotten = true;
    }

    synchronized boolean isForgotten() {
        return forgotten;
    }

    /** Waits until no thread works for it any more; then tells those that still do to give up. */
    synchronized void drain(long deadline) throws InterruptedException {
        long left;
        while (running > 0 && (left = (deadline - System.nanoTime()) / 1_000_000) > 0) {
            wait(left);
        }
        List.copyOf(open.values()).forEach(Job::giveUp);
    }

    private Job open(ConsumerRecord<byte[], byte[]> record) {
        var identity = Try.of(record.headers());
        var repeated = identity.isPresent() && !tries.begin(identity.get(), Instant.ofEpochMilli(record.timestamp()));
        var job = new Job(this, record, identity, repeated);
        open.put(job.offset(), job);
        openBytes += job.bytes();
        return job;
    }
}
