package io.spillway.gateway;

import io.javalin.config.RoutesConfig;
import io.spillway.gateway.adapter.Adapter;
import io.spillway.gateway.adapter.AdapterParts;
import io.spillway.gateway.adapter.algohire.AlgohireDashboard;
import io.spillway.gateway.adapter.algohire.AlgohireEvents;
import io.spillway.gateway.adapter.algohire.AlgohireWebhooks;
import io.spillway.gateway.adapter.harborhook.HarborhookDeliveries;
import io.spillway.gateway.adapter.harborhook.HarborhookEndpoints;
import io.spillway.gateway.adapter.harborhook.HarborhookEvents;
import io.spillway.gateway.adapter.harborhook.HarborhookReplays;
import io.spillway.gateway.adapter.hook0.Hook0Attempts;
import io.spillway.gateway.adapter.hook0.Hook0Events;
import io.spillway.gateway.adapter.hook0.Hook0Subscriptions;
import io.spillway.gateway.contract.ContractRoutes;
import io.spillway.gateway.health.HealthRoutes;
import io.spillway.gateway.token.OwnTokenRoutes;

/** Those who answer as other systems do. */
record Adapters(
        GatewayConfig config, AdapterParts parts, HealthRoutes health, OwnTokenRoutes tokens, ContractRoutes contract) {

    record Harborhook(
            HarborhookEvents events,
            HarborhookEndpoints endpoints,
            HarborhookDeliveries deliveries,
            HarborhookReplays replays,
            OwnTokenRoutes tokens) {}

    record Algohire(AlgohireEvents events, AlgohireWebhooks webhooks, AlgohireDashboard dashboard) {}

    record Hook0(Hook0Events events, Hook0Subscriptions subscriptions, Hook0Attempts attempts) {}

    void mount(RoutesConfig routes) {
        if (!config.adapters().isEmpty()) {
            Routes.mountAdapters(routes, contract);
        }
        config.adapters().forEach(adapter -> mount(routes, adapter));
    }

    private void mount(RoutesConfig routes, Adapter adapter) {
        switch (adapter) {
            case HARBORHOOK ->
                Routes.mount(
                        routes,
                        new Harborhook(
                                new HarborhookEvents(parts.intake()),
                                new HarborhookEndpoints(parts.destinations()),
                                new HarborhookDeliveries(parts.queries()),
                                new HarborhookReplays(parts),
                                tokens));
            case ALGOHIRE ->
                Routes.mount(
                        routes,
                        new Algohire(
                                new AlgohireEvents(parts),
                                new AlgohireWebhooks(parts.destinations()),
                                new AlgohireDashboard(parts, health)));
            case HOOK0 ->
                Routes.mount(
                        routes,
                        new Hook0(
                                new Hook0Events(parts.intake(), config.terms().topics()),
                                new Hook0Subscriptions(parts.destinations()),
                                new Hook0Attempts(parts.queries())));
        }
    }
}
