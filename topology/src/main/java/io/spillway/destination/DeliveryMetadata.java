package io.spillway.destination;

import io.spillway.domain.Delivery;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata that every type sends along: the system's own, overridden by the destination's, overridden by the event's. */
public final class DeliveryMetadata {

    public static final String EVENT_ID = "event-id";
    /** Of a call that several events share: their ids in order, percent-encoded, joined by commas. */
    public static final String EVENT_IDS = "event-ids";

    public static final String TIMESTAMP = "timestamp";
    /** The same time to the millisecond, where {@code DESTINATIONS_INCLUDE_MILLISECOND_TIMESTAMP} asks for it. */
    public static final String TIMESTAMP_MS = "timestamp-ms";

    public static final String TOPIC = "topic";

    private DeliveryMetadata() {}

    /** Key → value: {@code timestamp} (the attempt's, RFC 3339 in UTC to the second), {@code event-id}, {@code topic}, and what was given. */
    public static Map<String, String> of(Delivery delivery, Settings settings, Attempting attempting) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put(
                TIMESTAMP, DateTimeFormatter.ISO_INSTANT.format(attempting.at().truncatedTo(ChronoUnit.SECONDS)));
        if (attempting.milliseconds()) {
            metadata.put(
                    TIMESTAMP_MS,
                    DateTimeFormatter.ISO_INSTANT.format(attempting.at().truncatedTo(ChronoUnit.MILLIS)));
        }
        metadata.put(EVENT_ID, delivery.event().id().value());
        delivery.event().topic().ifPresent(topic -> metadata.put(TOPIC, topic));
        metadata.putAll(settings.deliveryMetadata());
        metadata.putAll(delivery.event().metadata());
        return metadata;
    }
}
