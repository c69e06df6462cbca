package io.spillway.retry;

import java.util.Map;

/**
 * Who the relay is, and how it reaches Kafka.
 *
 * @param deployment prefix of its group and of its transactional id; empty where there is none
 * @param node this node's stable id, so that the next process takes over at once
 * @param kafka client settings: where the brokers are and how to speak to them
 */
public record RelaySettings(String deployment, String node, Map<String, Object> kafka) {

    public RelaySettings {
        kafka = Map.copyOf(kafka);
    }

    String named(String name) {
        return deployment.isEmpty() ? name : deployment + "." + name;
    }
}
