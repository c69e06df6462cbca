package io.spillway.gateway;

import io.spillway.gateway.attempt.AttemptRoutes;
import io.spillway.gateway.attempt.AttemptViews;
import io.spillway.gateway.attempt.RetryRoute;
import io.spillway.gateway.attempt.TestRoute;
import io.spillway.gateway.attempt.Trials;
import io.spillway.gateway.config.ConfigRoutes;
import io.spillway.gateway.contract.ContractRoutes;
import io.spillway.gateway.delivery.DeliveryRoutes;
import io.spillway.gateway.destination.DestinationRoutes;
import io.spillway.gateway.destination.Draft;
import io.spillway.gateway.destination.FilterRoutes;
import io.spillway.gateway.destination.Safe;
import io.spillway.gateway.destination.Transforms;
import io.spillway.gateway.destination.TypeRoutes;
import io.spillway.gateway.event.EventRoutes;
import io.spillway.gateway.limit.Limits;
import io.spillway.gateway.limit.Turns;
import io.spillway.gateway.publish.Door;
import io.spillway.gateway.publish.PublishRoutes;
import io.spillway.gateway.publish.Publisher;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.statistics.StatisticsRoutes;
import io.spillway.gateway.tenant.TenantRoutes;
import io.spillway.gateway.topic.TopicRoutes;

/** Those who answer under {@code /api/v1}. */
record Resources(
        PublishRoutes publish,
        RetryRoute retry,
        TestRoute test,
        TenantRoutes tenants,
        DestinationRoutes destinations,
        FilterRoutes filters,
        TypeRoutes types,
        TopicRoutes topics,
        EventRoutes events,
        AttemptRoutes attempts,
        DeliveryRoutes deliveries,
        StatisticsRoutes statistics,
        ConfigRoutes config,
        ContractRoutes contract) {

    static Resources of(GatewayConfig config, Parts parts, Limits limits) {
        var queries = parts.queries();
        var changes = new Changes(parts.requests(), parts.outbox());
        var safe = new Safe(parts.types(), parts.vault());
        var terms = config.terms();
        var draft = new Draft(safe, new Transforms(parts.transformer()), terms.topics(), terms.ids());
        var door = new Door(terms.topics(), terms.ids(), terms.maxEventBytes());
        var publisher = new Publisher(parts.requests(), parts.outbox());
        var attempts = new AttemptViews(queries, parts.bodies(), safe);
        var trials = new Trials(publisher, changes, queries, terms.testPatience());
        return new Resources(
                new PublishRoutes(door, limits, publisher, terms.maxBatchBytes()),
                new RetryRoute(changes, queries, parts.bodies()),
                new TestRoute(door, queries, trials, attempts),
                new TenantRoutes(changes, queries),
                new DestinationRoutes(changes, queries, draft, safe),
                new FilterRoutes(terms.ids(), new Turns(Runtime.getRuntime().availableProcessors())),
                new TypeRoutes(parts.types()),
                new TopicRoutes(terms.topics()),
                new EventRoutes(queries, parts.bodies()),
                new AttemptRoutes(queries, attempts),
                new DeliveryRoutes(queries, parts.bodies()),
                new StatisticsRoutes(queries),
                new ConfigRoutes(config.shown()),
                new ContractRoutes());
    }
}
