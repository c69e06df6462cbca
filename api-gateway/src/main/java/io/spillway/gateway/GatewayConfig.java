package io.spillway.gateway;

import io.spillway.gateway.adapter.Adapter;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.topic.TopicRules;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How the gateway serves.
 *
 * @param host the address to listen on, as {@code 0.0.0.0}
 * @param port 0: any that is free
 * @param shown the settings that the API shows, by name
 * @param adapters the systems whose routes are served as well
 */
public record GatewayConfig(
        String host, int port, Security security, Terms terms, Map<String, String> shown, Set<Adapter> adapters) {

    public GatewayConfig {
        adapters = Set.copyOf(adapters);
        shown = Map.copyOf(shown);
    }

    /**
     * On what terms things are taken.
     *
     * @param maxEventBytes of an event's data and metadata together
     * @param maxBatchBytes of the body of a batch
     * @param testPatience how long the attempt of a test event is waited for
     */
    public record Terms(TopicRules topics, NewIds ids, int maxEventBytes, int maxBatchBytes, Duration testPatience) {}
}
