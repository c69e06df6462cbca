package io.spillway.gateway;

import io.spillway.gateway.health.HealthRoutes;
import io.spillway.gateway.metrics.RequestMetrics;
import io.spillway.gateway.neighbour.QueryRoute;
import java.util.Optional;

/** Those who answer on every node. */
record NodeResources(HealthRoutes health, RequestMetrics metrics, Optional<QueryRoute> queries) {

    static NodeResources of(NodeParts parts) {
        return new NodeResources(
                new HealthRoutes(parts.alive(), parts.ready()),
                new RequestMetrics(parts.metrics()),
                parts.questions().map(QueryRoute::new));
    }
}
