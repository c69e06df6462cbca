package io.spillway.gateway.metrics;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Times every request under its method, its route's template (never the path itself) and its status; and shows all metrics. */
public final class RequestMetrics {

    private static final String STARTED = "started";
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry;
    private final ConcurrentMap<Series, Timer> timers = new ConcurrentHashMap<>();

    private record Series(String method, String route, int status) {}

    public RequestMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    public void begin(Context ctx) {
        ctx.attribute(STARTED, System.nanoTime());
    }

    /** Has a request not be timed: it is answered for as long as the caller wants. */
    public static void leaveOut(Context ctx) {
        ctx.attribute(STARTED, null);
    }

    public void end(Context ctx) {
        @Nullable Long started = ctx.attribute(STARTED);
        if (started != null) {
            var matched = ctx.endpoints().matchedHttpEndpoint();
            var series = new Series(ctx.method().name(), matched == null ? "none" : matched.path, ctx.statusCode());
            timers.computeIfAbsent(series, this::timer).record(Duration.ofNanos(System.nanoTime() - started));
        }
    }

    public void scrape(Context ctx) {
        ctx.contentType(TEXT_FORMAT);
        ctx.result(registry.scrape());
    }

    private Timer timer(Series series) {
        return Timer.builder("spillway.http.requests")
                .description("Time from a request's arrival to its answer")
                .tag("method", series.method())
                .tag("route", series.route())
                .tag("status", Integer.toString(series.status()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }
}
