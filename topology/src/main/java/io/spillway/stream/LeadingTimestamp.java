package io.spillway.stream;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Lets the records of a topic overtake a backlog of events: a task works on the oldest timestamp among its inputs, so these
 * are stamped a constant lead earlier. {@link #trueTime} gives the broker's time back to the rules.
 */
final class LeadingTimestamp implements TimestampExtractor {

    private static final Duration LEAD = Duration.ofDays(1);

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Instant.ofEpochMilli(record.timestamp()).minus(LEAD).toEpochMilli();
    }

    static Instant trueTime(long extracted) {
        return Instant.ofEpochMilli(extracted).plus(LEAD);
    }
}
