package io.spillway.gateway;

import io.spillway.domain.Erasure;
import io.spillway.gateway.attempt.AttemptRoutes;
import io.spillway.gateway.attempt.AttemptViews;
import io.spillway.gateway.attempt.RetryRoute;
import io.spillway.gateway.attempt.TestRoute;
import io.spillway.gateway.attempt.Trials;
import io.spillway.gateway.config.ConfigRoutes;
import io.spillway.gateway.contract.ContractRoutes;
import io.spillway.gateway.deadletter.DeadLetterRoutes;
import io.spillway.gateway.delivery.DeliveryRoutes;
import io.spillway.gateway.destination.DestinationRoutes;
import io.spillway.gateway.destination.FilterRoutes;
import io.spillway.gateway.destination.TypeRoutes;
import io.spillway.gateway.erase.EraseRoutes;
import io.spillway.gateway.event.EventRoutes;
import io.spillway.gateway.job.JobRoutes;
import io.spillway.gateway.job.Orders;
import io.spillway.gateway.limit.Turns;
import io.spillway.gateway.live.LiveRoutes;
import io.spillway.gateway.live.Seats;
import io.spillway.gateway.publish.PublishRoutes;
import io.spillway.gateway.replay.ReplayRoutes;
import io.spillway.gateway.statistics.StatisticsRoutes;
import io.spillway.gateway.tenant.TenantRoutes;
import io.spillway.gateway.topic.TopicRoutes;
import java.util.function.Consumer;

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
        DeadLetterRoutes deadLetters,
        Orders orders,
        ReplayRoutes replays,
        JobRoutes jobs,
        EraseRoutes erase,
        StatisticsRoutes statistics,
        LiveRoutes live,
        ConfigRoutes config,
        ContractRoutes contract,
        History history) {

    static Resources of(GatewayConfig config, Parts parts, Desk desk) {
        var queries = parts.queries();
        var terms = config.terms();
        var attempts = new AttemptViews(queries, parts.bodies(), desk.safe());
        var history = parts.history();
        var past = new AttemptViews(history.queries(), history.bodies(), desk.safe());
        var trials = new Trials(desk.publisher(), desk.changes(), queries, terms.testPatience());
        var orders = new Orders(desk.changes(), queries, terms.ids());
        Consumer<Erasure> keys = parts.deployment().keys()::forget;
        return new Resources(
                new PublishRoutes(desk.intake(), terms.maxBatchBytes()),
                new RetryRoute(desk.changes(), queries, parts.bodies()),
                new TestRoute(desk.door(), queries, trials, attempts),
                new TenantRoutes(desk.changes(), queries),
                new DestinationRoutes(desk.destinations()),
                new FilterRoutes(terms.ids(), new Turns(Runtime.getRuntime().availableProcessors())),
                new TypeRoutes(parts.types()),
                new TopicRoutes(terms.topics()),
                new EventRoutes(history.queries(), history.bodies()),
                new AttemptRoutes(history.queries(), past),
                new DeliveryRoutes(queries, parts.bodies()),
                new DeadLetterRoutes(desk.changes(), queries, attempts),
                orders,
                new ReplayRoutes(orders, desk.changes(), queries),
                new JobRoutes(queries),
                new EraseRoutes(
                        desk.changes(),
                        queries,
                        terms.ids(),
                        parts.deployment().topics(),
                        keys.andThen(history.forgetting())),
                new StatisticsRoutes(history.queries()),
                new LiveRoutes(parts.feed(), new Seats(config.security().rates().streams())),
                new ConfigRoutes(config.shown()),
                new ContractRoutes(),
                history);
    }
}
