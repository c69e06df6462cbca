package io.spillway.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.stream.query.QueryService;
import java.util.List;
import java.util.Optional;

/**
 * What the server of any node works with, whatever its roles; it closes none of it.
 *
 * @param alive asked for {@code /healthz}
 * @param ready asked for {@code /readyz}
 * @param questions answers other nodes, where tenant tasks run here
 */
public record NodeParts(
        List<HealthCheck> alive,
        List<HealthCheck> ready,
        PrometheusMeterRegistry metrics,
        Optional<QueryService> questions) {

    public NodeParts {
        alive = List.copyOf(alive);
        ready = List.copyOf(ready);
    }
}
