package io.spillway.gateway.audit;

import io.spillway.domain.AuditRecord;
import io.spillway.domain.Patience;
import io.spillway.gateway.audit.AuditTrail.Entry;
import io.spillway.gateway.http.ApiException;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import io.spillway.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One walk over the audit trail, in pieces of a few hundred records, forwards or backwards. Used once. */
final class AuditReading {

    static final int CHUNK = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AuditReading.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    static final Duration SILENCE = Duration.ofMillis(1_500);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Topic<String, AuditRecord> topic;
    private final Predicate<AuditRecord> wanted;
    private final TopicPartition partition;
    private final Patience patience;
    private final long deadline;
    private long heard = System.nanoTime();

    /** The offsets from one to another, the latter not included. */
    private record Range(long from, long to) {

        boolean isEmpty() {
            return from >= to;
        }
    }

    AuditReading(
            Consumer<byte[], byte[]> consumer,
            Topic<String, AuditRecord> topic,
            Predicate<AuditRecord> wanted,
            Patience patience) {
        this.consumer = consumer;
        this.topic = topic;
        this.wanted = wanted;
        this.patience = patience;
        this.deadline = heard + patience.forAnswer(PATIENCE).toNanos();
        this.partition = new TopicPartition(topic.name(), 0);
    }

    List<Entry> run(Scan scan, Period period) {
        try {
            consumer.assign(List.of(partition));
            return walk(range(scan, period), scan);
        } catch (KafkaException e) {
            LOG.warn("Could not read {}: {}", topic.name(), e.toString());
            throw away();
        }
    }

    private static ApiException away() {
        return ApiException.unavailable("the audit trail cannot be read now; try again");
    }

    private List<Entry> walk(Range all, Scan scan) {
        var found = new ArrayList<Entry>();
        var left = all;
        while (!left.isEmpty() && found.size() < scan.limit()) {
            if (scan.descending()) {
                var from = Math.max(left.from(), left.to() - CHUNK);
                found.addAll(read(new Range(from, left.to())).reversed());
                left = new Range(left.from(), from);
            } else {
                var to = Math.min(left.to(), left.from() + CHUNK);
                found.addAll(read(new Range(left.from(), to)));
                left = new Range(to, left.to());
            }
        }
        return found.subList(0, Math.min(found.size(), scan.limit()));
    }

    private List<Entry> read(Range range) {
        var found = new ArrayList<Entry>();
        consumer.seek(partition, range.from());
        while (consumer.position(partition, left()) < range.to()) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            }
            for (var record : records) {
                if (record.offset() < range.to()) {
                    entry(record).filter(entry -> wanted.test(entry.record())).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Entry> entry(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(new Entry(
                    record.offset(),
                    Instant.ofEpochMilli(record.timestamp()),
                    topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value())));
        } catch (RuntimeException e) { // one that a later release wrote, say: the others can be shown
            LOG.warn("A record of {} cannot be read: {}", topic.name(), e.toString());
            return Optional.empty();
        }
    }

    private Range range(Scan scan, Period period) {
        var from = period.from().map(this::firstAt).orElseGet(this::begin);
        var to = period.until().map(this::firstAt).orElseGet(this::end);
        var place = scan.after().map(AuditReading::offset);
        return scan.descending()
                ? new Range(from, place.map(at -> Math.min(at, to)).orElse(to))
                : new Range(place.map(at -> Math.max(at + 1, from)).orElse(from), to);
    }

    /** The first record of that time or later; the end where there is none. */
    private long firstAt(Instant time) {
        var found = consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()), left())
                .get(partition);
        return found == null ? end() : found.offset();
    }

    private long begin() {
        return consumer.beginningOffsets(List.of(partition), left()).getOrDefault(partition, 0L);
    }

    private long end() {
        return consumer.endOffsets(List.of(partition), left()).getOrDefault(partition, 0L);
    }

    private Duration left() {
        var now = System.nanoTime();
        if (deadline - now <= 0) {
            throw ApiException.unavailable("the audit trail is long: narrow the time and try again");
        }
        var bearable = heard + patience.forAnswer(SILENCE).toNanos() - now;
        if (bearable <= 0) {
            throw away();
        }
        return Duration.ofNanos(Math.min(bearable, deadline - now));
    }

    private static long offset(Scan.Position place) {
        try {
            return Long.parseLong(place.tie());
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("invalid cursor");
        }
    }
}
