package io.spillway.destination.kafka;

import io.spillway.destination.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * What a producer is made of.
 *
 * @param timeout how long an attempt may take: what waits for the network by then is dropped
 */
record Cluster(Map<String, String> config, Map<String, String> credentials, Duration timeout) {

    static Cluster of(Settings settings, Duration timeout) {
        return new Cluster(settings.config(), settings.credentials(), timeout);
    }

    String config(String key) {
        return config.getOrDefault(key, "");
    }

    String credential(String key) {
        return credentials.getOrDefault(key, "");
    }

    @Override
    public String toString() {
        return "Cluster[" + config.keySet() + ", " + credentials.keySet() + ", " + timeout + "]";
    }
}
