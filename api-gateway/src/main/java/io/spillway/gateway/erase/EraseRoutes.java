package io.spillway.gateway.erase;

import io.javalin.http.Context;
import io.spillway.domain.Erasure;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.gateway.event.Events;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Narrowing;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.Queries;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Has events, or all that is known of a tenant, forgotten, and says until when topics still hold it. */
public final class EraseRoutes {

    private static final int ACCEPTED = 202;

    private final Changes changes;
    private final Queries queries;
    private final NewIds ids;
    private final Map<String, Duration> topics;
    private final Consumer<Erasure> forgetting;

    /**
     * Answers with the topics that still hold what is erased.
     *
     * @param topics how long each topic may hold what was written to it, by name
     * @param forgetting has what is not in the stores forgotten
     */
    public EraseRoutes(
            Changes changes, Queries queries, NewIds ids, Map<String, Duration> topics, Consumer<Erasure> forgetting) {
        this.changes = changes;
        this.queries = queries;
        this.ids = ids;
        this.topics = Map.copyOf(topics);
        this.forgetting = forgetting;
    }

    /** Also one that was deleted before: its events outlive it. */
    public void tenant(Context ctx) {
        erase(ctx, Path.tenantId(ctx), Optional.empty());
    }

    /** Where the tenant is named, also an event that is not known. */
    public void event(Context ctx) {
        var event = Path.id(ctx, "event_id", EventId::new, "event");
        var tenant = Narrowing.tenant(Query.of(ctx), "event")
                .orElseGet(() ->
                        Events.find(queries, Optional.empty(), event).event().tenant());
        erase(ctx, tenant, Optional.of(event));
    }

    private void erase(Context ctx, TenantId tenant, Optional<EventId> event) {
        var begun = changes.begin(Job.ordered(ids.job(), tenant, new Work.Erase(event), Instant.now()));
        begun.erasure().ifPresent(forgetting);
        Reply.json(ctx, ACCEPTED, new ErasureView(begun, topics)::write);
    }
}
