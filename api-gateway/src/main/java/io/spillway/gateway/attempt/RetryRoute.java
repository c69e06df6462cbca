package io.spillway.gateway.attempt;

import io.javalin.http.Context;
import io.spillway.domain.Command;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Rejection;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.event.Events;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.request.Rejections;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.SubscriptionRow;
import java.util.function.Function;
import java.util.stream.Stream;

/** Has an event tried once more at one destination. */
public final class RetryRoute {

    private static final int ACCEPTED = 202;

    private final Changes changes;
    private final Queries queries;
    private final Matching matching;

    public RetryRoute(Changes changes, Queries queries, Bodies bodies) {
        this.changes = changes;
        this.queries = queries;
        this.matching = new Matching(bodies);
    }

    public void retry(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        requireAll(fields, "event_id", "destination_id");
        var caller = Caller.of(ctx);
        var named = fields.text("tenant_id").map(text -> id(text, TenantId::new, "tenant"));
        named.ifPresent(caller::requireReach);
        var tenant = caller.tenant().or(() -> named);
        var event = id(fields.text("event_id").orElseThrow(), EventId::new, "event");
        var found = Events.find(queries, tenant, event).event();
        var destination = id(fields.text("destination_id").orElseThrow(), DestinationId::new, "destination");
        queries.subscription(found.tenant(), destination)
                .map(SubscriptionRow::subscription)
                // The task refuses what is disabled; that comes first.
                .filter(row -> row.state().enabled() && !matching.wants(row, found))
                .ifPresent(row -> {
                    throw Rejections.of(Rejection.DESTINATION_DOES_NOT_MATCH);
                });
        changes.make(new Command.RetryDelivery(found.tenant(), event, destination));
        Reply.success(ctx, ACCEPTED);
    }

    private static void requireAll(Fields fields, String... names) {
        var missing = Stream.of(names)
                .filter(name -> fields.text(name).isEmpty())
                .map(name -> name + " is required")
                .toList();
        if (!missing.isEmpty()) {
            throw ApiException.invalid(missing);
        }
    }

    private static <T> T id(String text, Function<String, T> id, String what) {
        return Ids.parse(text, id).orElseThrow(() -> ApiException.notFound(what));
    }
}
