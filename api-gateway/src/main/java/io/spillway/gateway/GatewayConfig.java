package io.spillway.gateway;

import io.spillway.gateway.topic.TopicRules;

/**
 * How the gateway serves.
 *
 * @param host the address to listen on, as {@code 0.0.0.0}
 * @param port 0: any that is free
 * @param maxEventBytes of an event's data and metadata together
 * @param maxBatchBytes of the body of a batch
 */
public record GatewayConfig(
        String host, int port, Security security, TopicRules topics, int maxEventBytes, int maxBatchBytes) {}
