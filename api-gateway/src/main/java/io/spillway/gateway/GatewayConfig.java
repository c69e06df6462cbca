package io.spillway.gateway;

import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.topic.TopicRules;

/**
 * How the gateway serves.
 *
 * @param host the address to listen on, as {@code 0.0.0.0}
 * @param port 0: any that is free
 * @param adminKey empty: no key is asked for
 * @param maxEventBytes of an event's data and metadata together
 * @param maxBatchBytes of the body of a batch
 */
public record GatewayConfig(
        String host,
        int port,
        String adminKey,
        NodeKeys nodeKeys,
        TopicRules topics,
        int maxEventBytes,
        int maxBatchBytes) {

    /** Keys are not shown. */
    @Override
    public String toString() {
        return "GatewayConfig[" + host + ":" + port + ", topics=" + topics + ", maxEventBytes=" + maxEventBytes
                + ", maxBatchBytes=" + maxBatchBytes + "]";
    }
}
