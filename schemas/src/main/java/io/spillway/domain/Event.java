package io.spillway.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * One fact published for a tenant.
 *
 * @param topic its kind, as {@code order.paid}, at most 1,024 bytes of UTF-8; absent where the deployment declares no topics
 *     and the producer gave none
 * @param time when it happened, to the millisecond
 * @param metadata delivered as headers
 * @param eligibleForRetry whether a failed attempt may be followed by another
 * @param target the only destination that may receive it, if the producer named one
 */
public record Event(
        TenantId tenant,
        EventId id,
        Optional<String> topic,
        Instant time,
        Map<String, String> metadata,
        boolean eligibleForRetry,
        Optional<DestinationId> target,
        Data data) {

    /** A record may carry the topic twice beside the data. */
    private static final int LONGEST_TOPIC = 1_024;

    public Event {
        topic.ifPresent(Event::requireTopic);
        time = time.truncatedTo(ChronoUnit.MILLIS);
        metadata = Map.copyOf(metadata);
    }

    /** Returns what can be a topic; throws {@link IllegalArgumentException} otherwise. */
    public static String requireTopic(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TOPIC) {
            throw new IllegalArgumentException("topic must have at most 1,024 bytes");
        }
        return text;
    }

    public Event with(Data other) {
        return new Event(tenant, id, topic, time, metadata, eligibleForRetry, target, other);
    }
}
