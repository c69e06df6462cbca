package io.spillway.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings that the API shows: those of the REST contract's configuration that exist here. None of them is a secret. */
final class ShownSettings {

    private static final List<String> NAMES = List.of(
            "ALERT_AUTO_DISABLE_DESTINATION",
            "ALERT_CONSECUTIVE_FAILURE_COUNT",
            "ALERT_EXHAUSTED_RETRIES_WINDOW_SECONDS",
            "DELIVERY_TIMEOUT_SECONDS",
            "DESTINATIONS_AWS_KINESIS_METADATA_IN_PAYLOAD",
            "DESTINATIONS_INCLUDE_MILLISECOND_TIMESTAMP",
            "DESTINATIONS_WEBHOOK_EVENT_ID_HEADER_NAME",
            "DESTINATIONS_WEBHOOK_HEADER_PREFIX",
            "DESTINATIONS_WEBHOOK_MODE",
            "DESTINATIONS_WEBHOOK_SIGNATURE_HEADER_NAME",
            "DESTINATIONS_WEBHOOK_TIMESTAMP_HEADER_NAME",
            "DESTINATIONS_WEBHOOK_TOPIC_HEADER_NAME",
            "HTTP_USER_AGENT",
            "IDGEN_DESTINATION_PREFIX",
            "IDGEN_EVENT_PREFIX",
            "IDGEN_TYPE",
            "MAX_DESTINATIONS_PER_TENANT",
            "MAX_RETRY_LIMIT",
            "OPERATOR_EVENTS_TOPICS",
            "RETRY_INTERVAL_SECONDS",
            "RETRY_SCHEDULE",
            "TOPICS",
            "TOPICS_ALLOW_WILDCARDS");

    private ShownSettings() {}

    /** What was set, else the default; left out where it is neither set nor read by the node itself. */
    static Map<String, String> of(Map<String, String> variables) {
        var defaults = NodeConfig.defaults();
        var shown = new TreeMap<String, String>();
        NAMES.forEach(name -> Optional.ofNullable(variables.getOrDefault(name, defaults.get(name)))
                .ifPresent(value -> shown.put(name, value)));
        return shown;
    }
}
