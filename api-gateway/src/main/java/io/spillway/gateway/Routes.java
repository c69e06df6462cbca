package io.spillway.gateway;

import static io.spillway.gateway.auth.Access.ADMIN;
import static io.spillway.gateway.auth.Access.BOTH;
import static io.spillway.gateway.auth.Access.KEY;
import static io.spillway.gateway.auth.Access.NODE;
import static io.spillway.gateway.auth.Access.OPEN;
import static io.spillway.gateway.auth.Access.TENANT;
import static io.spillway.gateway.auth.Scope.MANAGE;
import static io.spillway.gateway.auth.Scope.PUBLISH;
import static io.spillway.gateway.auth.Scope.READ;

import io.javalin.config.RoutesConfig;
import io.spillway.gateway.contract.ContractRoutes;
import io.spillway.stream.query.RemoteQueries;

/** The gateway's table of contents: every route, who may use it, and who answers. */
final class Routes {

    private static final String API = "/api/v1";
    private static final String ONE_TENANT = API + "/tenants/{tenant_id}";
    private static final String DESTINATIONS = ONE_TENANT + "/destinations";
    private static final String DESTINATION = DESTINATIONS + "/{destination_id}";

    private Routes() {}

    /** What every node has. */
    static void mount(RoutesConfig routes, NodeResources to) {
        routes.get("/healthz", to.health()::alive, OPEN);
        routes.head("/healthz", to.health()::alive, OPEN);
        routes.get("/readyz", to.health()::ready, OPEN);
        routes.head("/readyz", to.health()::ready, OPEN);
        routes.get("/metrics", to.metrics()::scrape, OPEN);
        routes.get(API + "/healthz", to.health()::alive, OPEN);
        routes.head(API + "/healthz", to.health()::alive, OPEN);
        to.queries().ifPresent(queries -> routes.post(RemoteQueries.PATH + "{kind}", queries::answer, NODE));
    }

    /** Keys, tokens and who did what with them. */
    static void mount(RoutesConfig routes, Reception to) {
        routes.post(API + "/api-keys", to.keys()::create, ADMIN);
        routes.get(API + "/api-keys", to.keys()::list, ADMIN);
        routes.delete(API + "/api-keys/{key_id}", to.keys()::revoke, ADMIN);
        routes.get(API + "/audit", to.audit()::list, ADMIN);
        routes.get("/.well-known/jwks.json", to.ownTokens()::keys, OPEN);
        routes.post(API + "/token", to.ownTokens()::issue, KEY, READ, MANAGE);
        routes.post(API + "/token/rotate", to.ownTokens()::rotate, ADMIN);
        routes.get(ONE_TENANT + "/token", to.tokens()::token, KEY, READ, MANAGE);
        routes.get(ONE_TENANT + "/portal", to.tokens()::portal, KEY, READ, MANAGE);
    }

    /** The API. */
    static void mount(RoutesConfig routes, Resources to) {
        var past = to.history();
        routes.post(API + "/publish", to.publish()::one, KEY, PUBLISH);
        routes.post(API + "/publish/batch", to.publish()::batch, KEY, PUBLISH);
        routes.post(API + "/retry", to.retry()::retry, BOTH);

        routes.get(API + "/tenants", to.tenants()::list, BOTH);
        routes.put(ONE_TENANT, to.tenants()::put, TENANT);
        routes.get(ONE_TENANT, to.tenants()::get, TENANT);
        routes.delete(ONE_TENANT, to.tenants()::delete, TENANT);

        routes.get(DESTINATIONS, to.destinations()::list, TENANT);
        routes.post(DESTINATIONS, to.destinations()::create, TENANT);
        routes.get(DESTINATION, to.destinations()::get, TENANT);
        routes.patch(DESTINATION, to.destinations()::patch, TENANT);
        routes.delete(DESTINATION, to.destinations()::delete, TENANT);
        routes.put(DESTINATION + "/enable", to.destinations()::enable, TENANT);
        routes.put(DESTINATION + "/disable", to.destinations()::disable, TENANT);
        routes.put(DESTINATION + "/pause", to.destinations()::pause, TENANT);
        routes.put(DESTINATION + "/resume", to.destinations()::resume, TENANT);
        routes.post(DESTINATION + "/test", to.test()::test, TENANT);
        routes.get(DESTINATION + "/attempts", past.marked(to.attempts()::listOfDestination), TENANT);
        routes.get(DESTINATION + "/attempts/{attempt_id}", past.marked(to.attempts()::getOfDestination), TENANT);

        routes.post(API + "/filters/test", to.filters()::test, BOTH, READ);

        routes.get(API + "/openapi.json", to.contract()::json, OPEN);
        routes.get("/docs", to.contract()::page, OPEN);
        routes.get("/docs/{file}", to.contract()::file, OPEN);
        routes.get(API + "/config", to.config()::get, ADMIN);
        routes.patch(API + "/config", to.config()::patch, ADMIN);
        routes.get(API + "/topics", to.topics()::list, BOTH);
        routes.get(API + "/destination-types", to.types()::list, BOTH);
        routes.get(API + "/destination-types/{type}", to.types()::get, BOTH);

        routes.get(API + "/events", past.marked(to.events()::list), BOTH);
        routes.get(API + "/events/{event_id}", past.marked(to.events()::get), BOTH);
        routes.get(API + "/attempts", past.marked(to.attempts()::list), BOTH);
        routes.get(API + "/attempts/{attempt_id}", past.marked(to.attempts()::get), BOTH);
        routes.get(API + "/live", to.live()::follow, BOTH);
        routes.get(API + "/metrics/events", past.marked(to.statistics()::events), BOTH);
        routes.get(API + "/metrics/attempts", past.marked(to.statistics()::attempts), BOTH);
        routes.get(API + "/deliveries", to.deliveries()::list, BOTH);
        routes.get(API + "/deliveries/{delivery_id}", to.deliveries()::get, BOTH);
        routes.post(API + "/deliveries/cancel", to.orders()::cancel, TENANT);

        routes.get(API + "/dead-letters", to.deadLetters()::list, BOTH);
        routes.get(API + "/dead-letters/{dead_letter_id}", to.deadLetters()::get, BOTH);
        routes.delete(API + "/dead-letters/{dead_letter_id}", to.deadLetters()::discard, BOTH);
        routes.post(API + "/dead-letters/{dead_letter_id}/redrive", to.deadLetters()::redrive, BOTH);
        routes.post(API + "/dead-letters/redrive", to.orders()::redrive, TENANT);
        routes.post(API + "/dead-letters/discard", to.orders()::discard, TENANT);

        routes.post(API + "/replays", to.replays()::start, TENANT);
        routes.get(API + "/replays", to.replays()::list, TENANT);
        routes.get(API + "/replays/{replay_id}", to.replays()::get, TENANT);
        routes.post(API + "/replays/{replay_id}/pause", to.replays()::pause, TENANT);
        routes.post(API + "/replays/{replay_id}/resume", to.replays()::resume, TENANT);
        routes.post(API + "/replays/{replay_id}/cancel", to.replays()::cancel, TENANT);
        routes.get(API + "/jobs/{job_id}", to.jobs()::get, BOTH);
        routes.post(ONE_TENANT + "/erase", to.erase()::tenant, ADMIN);
        routes.post(API + "/events/{event_id}/erase", to.erase()::event, ADMIN);
    }

    /** What says how the routes below are used. */
    static void mountAdapters(RoutesConfig routes, ContractRoutes to) {
        routes.get(API + "/openapi-adapters.json", to::adapters, OPEN);
    }

    /** Harborhook's. Its tokens may publish, so whoever acts for the tenant may. */
    static void mount(RoutesConfig routes, Adapters.Harborhook to) {
        var tenant = "/v1/tenants/{tenant_id}";
        routes.get("/v1/ping", to.events()::ping, OPEN);
        routes.post("/token", to.tokens()::issueToOwners, KEY, READ, MANAGE, PUBLISH);
        routes.post(tenant + "/endpoints", to.endpoints()::create, TENANT);
        routes.post(tenant + "/subscriptions", to.endpoints()::subscribe, TENANT);
        routes.post(tenant + "/events:publish", to.events()::publish, TENANT, PUBLISH);
        routes.get(tenant + "/events/{event_id}/deliveries", to.deliveries()::ofEvent, TENANT);
        routes.post(tenant + "/deliveries/{delivery_id}:replay", to.replays()::replay, TENANT);
        routes.get(tenant + "/dlq", to.deliveries()::dead, TENANT);
    }

    /** Algohire's. */
    static void mount(RoutesConfig routes, Adapters.Algohire to) {
        routes.get("/health", to.dashboard()::ok, OPEN);
        routes.post("/api/events", to.events()::create, KEY, PUBLISH);
        routes.get("/api/events", to.events()::list, BOTH);
        routes.get("/api/events/{event_id}", to.events()::get, BOTH);
        routes.get("/api/events/type/{type}", to.events()::ofType, BOTH);
        routes.get("/api/events/{event_id}/delivery-logs", to.events()::deliveryLogs, BOTH);
        routes.post("/api/webhooks", to.webhooks()::create, BOTH);
        routes.get("/api/webhooks", to.webhooks()::list, BOTH);
        routes.get("/api/webhooks/{webhook_id}", to.webhooks()::get, BOTH);
        routes.put("/api/webhooks/{webhook_id}", to.webhooks()::update, BOTH);
        routes.delete("/api/webhooks/{webhook_id}", to.webhooks()::delete, BOTH);
        routes.patch("/api/webhooks/{webhook_id}/toggle", to.webhooks()::toggle, BOTH);
        routes.get("/api/dashboard/stats", to.dashboard()::stats, BOTH);
        routes.get("/api/dashboard/health", to.dashboard()::health, BOTH);
        routes.get("/api/dashboard/logs", to.dashboard()::logs, BOTH);
        routes.post("/api/dashboard/retry/{log_id}", to.dashboard()::retry, BOTH);
    }

    /** Hook0's, which has the same prefix as ours. */
    static void mount(RoutesConfig routes, Adapters.Hook0 to) {
        routes.post(API + "/event", to.events()::ingest, KEY, PUBLISH);
        routes.get(API + "/event_types", to.events()::types, BOTH);
        routes.post(API + "/event_types", to.events()::addType, BOTH);
        routes.get(API + "/subscriptions", to.subscriptions()::list, BOTH);
        routes.post(API + "/subscriptions", to.subscriptions()::create, BOTH);
        routes.get(API + "/subscriptions/{subscription_id}", to.subscriptions()::get, BOTH);
        routes.put(API + "/subscriptions/{subscription_id}", to.subscriptions()::update, BOTH);
        routes.delete(API + "/subscriptions/{subscription_id}", to.subscriptions()::delete, BOTH);
        routes.get(API + "/request_attempts", to.attempts()::list, BOTH);
    }
}
