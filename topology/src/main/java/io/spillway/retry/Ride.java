package io.spillway.retry;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record in its tier; key, value and headers go on as they are. */
record Ride(ConsumerRecord<byte[], byte[]> record, Tier tier, Instant due) {

    Step step(Tiers tiers, Instant now) {
        return Step.of(appended(), due, tier, tiers, now);
    }

    Instant until() {
        return Step.until(appended(), due, tier);
    }

    int bytes() {
        return Math.max(0, record.serializedValueSize());
    }

    private Instant appended() {
        return Instant.ofEpochMilli(record.timestamp());
    }
}
