package io.spillway.dispatch;

import java.time.Duration;
import java.util.Map;

/**
 * Who the dispatcher is, how it reaches Kafka, and how much it does at once.
 *
 * @param deployment prefix of its group and of its transactional id; empty where there is none
 * @param node this node's stable id ({@code NODE_ID}), so that the next process takes over at once
 * @param kafka client settings: where the brokers are and how to speak to them
 * @param drain how long calls in flight may take to end when the node stops or hands partitions over; more than the time
 *     that a call may take
 */
public record DispatchSettings(
        String deployment, String node, Map<String, Object> kafka, Limits limits, Duration drain) {

    public static final Duration DRAIN = Duration.ofSeconds(8);

    public DispatchSettings {
        kafka = Map.copyOf(kafka);
    }

    public static DispatchSettings of(String deployment, String node, Map<String, Object> kafka) {
        return new DispatchSettings(deployment, node, kafka, Limits.DEFAULT, DRAIN);
    }

    String named(String name) {
        return deployment.isEmpty() ? name : deployment + "." + name;
    }

    String group() {
        return named("spillway-dispatcher");
    }
}
