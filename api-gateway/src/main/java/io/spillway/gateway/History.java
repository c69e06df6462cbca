package io.spillway.gateway;

import io.javalin.http.Handler;
import io.spillway.domain.Erasure;
import io.spillway.gateway.event.Bodies;
import io.spillway.stream.query.Queries;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is known of the past: by the nodes' own stores, and by the log store where there is one.
 *
 * @param since from when on it is complete
 * @param forgetting has what is not in the stores forgotten at once
 */
public record History(Queries queries, Bodies bodies, Supplier<Instant> since, Consumer<Erasure> forgetting) {

    private static final String SINCE = "x-spillway-history-since";

    /** The same route, which says in a header how far back its answers go. */
    Handler marked(Handler route) {
        return ctx -> {
            ctx.header(SINCE, since.get().toString());
            route.handle(ctx);
        };
    }
}
