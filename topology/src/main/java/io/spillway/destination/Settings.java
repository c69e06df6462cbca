package io.spillway.destination;

import java.util.Map;

/**
 * What a tenant configured for one destination, in clear.
 *
 * @param config field key → value, as {@code url}; values are text whatever they mean
 * @param credentials field key → secret value
 * @param deliveryMetadata metadata key → value, sent with every delivery
 */
public record Settings(
        Map<String, String> config, Map<String, String> credentials, Map<String, String> deliveryMetadata) {

    public static final Settings NONE = new Settings(Map.of(), Map.of(), Map.of());

    public Settings {
        config = Map.copyOf(config);
        credentials = Map.copyOf(credentials);
        deliveryMetadata = Map.copyOf(deliveryMetadata);
    }

    public Settings withCredentials(Map<String, String> other) {
        return new Settings(config, other, deliveryMetadata);
    }

    /** Keys only: config (as custom headers) and metadata may be as secret as credentials. */
    @Override
    public String toString() {
        return "Settings[config=" + config.keySet() + ", credentials=" + credentials.keySet() + ", deliveryMetadata="
                + deliveryMetadata.keySet() + "]";
    }
}
