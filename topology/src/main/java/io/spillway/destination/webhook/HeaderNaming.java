package io.spillway.destination.webhook;

import io.spillway.destination.DeliveryMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which header carries which metadata key.
 *
 * @param prefix put before every key that is not named otherwise; may be empty
 * @param exceptions metadata key → header name; an empty name switches the header off
 */
record HeaderNaming(String prefix, Map<String, String> exceptions) {

    static final String SIGNATURE = "signature";

    HeaderNaming {
        exceptions = Map.copyOf(exceptions);
    }

    /**
     * Reads {@code DESTINATIONS_WEBHOOK_HEADER_PREFIX} (blank but not empty = no prefix) and
     * {@code DESTINATIONS_WEBHOOK_<KEY>_HEADER_NAME} (empty = no such header).
     */
    static HeaderNaming from(Map<String, String> variables, String usualPrefix) {
        var exceptions = new HashMap<String, String>();
        Map.of(
                        DeliveryMetadata.EVENT_ID,
                        "EVENT_ID",
                        DeliveryMetadata.TIMESTAMP,
                        "TIMESTAMP",
                        DeliveryMetadata.TOPIC,
                        "TOPIC",
                        SIGNATURE,
                        "SIGNATURE")
                .forEach((key, name) -> Optional.ofNullable(
                                variables.get("DESTINATIONS_WEBHOOK_" + name + "_HEADER_NAME"))
                        .ifPresent(header -> exceptions.put(key, header.strip())));
        var prefix = variables.getOrDefault("DESTINATIONS_WEBHOOK_HEADER_PREFIX", "");
        return new HeaderNaming(prefix.isEmpty() ? usualPrefix : prefix.strip(), exceptions);
    }

    Optional<String> header(String key) {
        return Optional.of(exceptions.getOrDefault(key, prefix + key)).filter(name -> !name.isEmpty());
    }
}
