package io.spillway.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Vault;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Requests;
import io.spillway.stream.query.Queries;
import java.util.List;

/**
 * What the gateway works with; it closes none of it.
 *
 * @param requests the same object that takes the answers of a tenant task in this process
 * @param alive asked for {@code /healthz}
 * @param ready asked for {@code /readyz}
 */
public record Parts(
        Queries queries,
        Bodies bodies,
        Requests requests,
        Outbox outbox,
        DestinationTypes types,
        Vault vault,
        List<HealthCheck> alive,
        List<HealthCheck> ready,
        PrometheusMeterRegistry metrics) {

    public Parts {
        alive = List.copyOf(alive);
        ready = List.copyOf(ready);
    }
}
