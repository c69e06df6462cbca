package io.spillway.gateway;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Failures;
import io.spillway.gateway.http.JsonErrorHandler;
import io.spillway.gateway.http.RequestIds;
import io.spillway.gateway.limit.Limits;
import io.spillway.stream.query.Staleness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** The server of a node, with the REST facade where the node has that role. It holds no state: changes are commands, reads are queries. */
public final class Gateway implements AutoCloseable {

    private final Javalin server;

    private Gateway(Javalin server) {
        this.server = server;
    }

    /**
     * Listens at once.
     *
     * @param api absent on a node that does not have the role
     */
    public static Gateway start(GatewayConfig config, NodeParts node, Optional<Parts> api) {
        return start(config, node, api, Body.SKIPPED_WITHIN);
    }

    /** @param bodySkippedWithin how long the rest of a body may take that no route has read */
    static Gateway start(GatewayConfig config, NodeParts node, Optional<Parts> api, Duration bodySkippedWithin) {
        var nodes = NodeResources.of(node);
        var limits = new Limits(config.security().rates());
        var desk = api.map(parts -> Desk.of(config, parts, limits));
        var resources = api.map(parts -> Resources.of(config, parts, desk.orElseThrow()));
        var reception = api.map(parts -> Reception.of(config, parts, limits));
        var adapters = api.map(parts -> new Adapters(
                config,
                desk.orElseThrow().shared(parts),
                nodes.health(),
                reception.orElseThrow().ownTokens(),
                resources.orElseThrow().contract()));
        return new Gateway(Javalin.create(javalin -> {
                    serve(javalin);
                    javalin.routes.before(ctx -> {
                        RequestIds.assign(ctx);
                        Body.bear(ctx, bodySkippedWithin);
                        allowCopies(ctx);
                        nodes.metrics().begin(ctx);
                    });
                    javalin.routes.beforeMatched(Gateway::requireRoute);
                    javalin.routes.beforeMatched(config.security().nodeKeys()::admit);
                    reception.ifPresent(to -> javalin.routes.beforeMatched(to.gate()::admit));
                    reception.ifPresent(to -> javalin.routes.after(to.auditor()::record));
                    javalin.routes.after(Body::finish);
                    javalin.routes.after(ctx -> {
                        nodes.metrics().end(ctx);
                        Staleness.forget();
                        RequestIds.forget();
                    });
                    Failures.mount(javalin.routes);
                    Routes.mount(javalin.routes, nodes);
                    reception.ifPresent(to -> Routes.mount(javalin.routes, to));
                    resources.ifPresent(to -> Routes.mount(javalin.routes, to));
                    adapters.ifPresent(to -> to.mount(javalin.routes));
                })
                .start(config.host(), config.port()));
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** What it answers, so that it can be held against the contract; a HEAD is a GET whose body stays away. */
    List<Endpoint> endpoints() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod() && !endpoint.method.equals(HandlerType.HEAD))
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Whoever only reads is better served by a copy, marked as one, than not at all. */
    private static void allowCopies(Context ctx) {
        if (ctx.method().equals(HandlerType.GET)) {
            Staleness.allow();
        }
    }

    /** The server would answer HEAD with 200 wherever there is a GET, without asking anybody. */
    private static void requireRoute(Context ctx) {
        if (ctx.method().equals(HandlerType.HEAD) && ctx.routeRoles().isEmpty()) {
            throw ApiException.notFound("route");
        }
    }

    private static void serve(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.defaultContentType = "application/json";
        javalin.jetty.modifyHttpConfiguration(Gateway::http);
        javalin.jetty.modifyServer(server -> server.setErrorHandler(new JsonErrorHandler()));
        javalin.jetty.modifyServletContextHandler(
                // Ids may hold any character, so a path may hold an encoded slash.
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        javalin.router.javaLangErrorHandler((response, error) -> response.setStatus(500));
    }

    private static void http(HttpConfiguration http) {
        http.setSendServerVersion(false);
        // By default two values of a header that differ in case only (keys, ids) are taken for the same on one
        // connection.
        http.setHeaderCacheCaseSensitive(true);
        http.setUriCompliance(UriCompliance.UNSAFE);
    }
}
