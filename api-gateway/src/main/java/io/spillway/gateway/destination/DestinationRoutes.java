package io.spillway.gateway.destination;

import io.javalin.http.Context;
import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Health;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.request.Rejections;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.SubscriptionRow;

/** Creates, shows, lists, changes and deletes a tenant's destinations. */
public final class DestinationRoutes {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int MERGES = 5;

    private final Changes changes;
    private final Queries queries;
    private final Draft draft;
    private final Safe safe;

    public DestinationRoutes(Changes changes, Queries queries, Draft draft, Safe safe) {
        this.changes = changes;
        this.queries = queries;
        this.draft = draft;
        this.safe = safe;
    }

    public void list(Context ctx) {
        var wanted = Wanted.of(Query.of(ctx));
        var tenant = Path.tenantId(ctx);
        var rows = queries.subscriptions(tenant);
        if (rows.isEmpty()) {
            requireTenant(tenant);
        }
        var all = AllTypes.wanted(ctx);
        var shown = rows.stream()
                .filter(wanted::includes)
                .map(safe::view)
                .filter(view -> all || view.shown().stock())
                .toList();
        Reply.json(ctx, OK, Json.array(shown, (json, view) -> view.write(json)));
    }

    public void create(Context ctx) {
        var tenant = Path.tenantId(ctx);
        var fields = Fields.parse(Body.read(ctx));
        requireTenant(tenant);
        show(ctx, CREATED, changes.make(new Command.CreateDestination(draft.create(tenant, fields, Caller.of(ctx)))));
    }

    public void get(Context ctx) {
        Reply.json(ctx, OK, safe.view(row(Path.destination(ctx)))::write);
    }

    /** Merges into what it read, and reads again where somebody else was quicker. */
    public void patch(Context ctx) {
        var key = Path.destination(ctx);
        var patch = Fields.parse(Body.read(ctx));
        for (var turn = 1; turn <= MERGES; turn++) {
            var merged = draft.merge(row(key).subscription(), patch, Caller.of(ctx));
            switch (changes.ask(new Command.UpdateDestination(merged))) {
                case Answer.Rejected(var rejection) when rejection == Rejection.VERSION_MOVED -> {}
                case Answer.Rejected(var rejection) -> throw Rejections.of(rejection);
                case Answer answer -> {
                    show(ctx, OK, answer);
                    return;
                }
            }
        }
        throw Rejections.of(Rejection.VERSION_MOVED);
    }

    public void delete(Context ctx) {
        var key = Path.destination(ctx);
        changes.make(new Command.DeleteDestination(key.tenant(), key.destination()));
        Reply.success(ctx, OK);
    }

    public void enable(Context ctx) {
        var key = Path.destination(ctx);
        show(ctx, OK, changes.make(new Command.EnableDestination(key.tenant(), key.destination())));
    }

    public void disable(Context ctx) {
        var key = Path.destination(ctx);
        show(ctx, OK, changes.make(new Command.DisableDestination(key.tenant(), key.destination())));
    }

    public void pause(Context ctx) {
        var key = Path.destination(ctx);
        show(ctx, OK, changes.make(new Command.PauseDestination(key.tenant(), key.destination())));
    }

    public void resume(Context ctx) {
        var key = Path.destination(ctx);
        show(ctx, OK, changes.make(new Command.ResumeDestination(key.tenant(), key.destination())));
    }

    /** How it is doing stands in another row, which did not change. */
    private void show(Context ctx, int status, Answer answer) {
        var changed = stored(answer);
        var health = queries.subscription(changed.tenant(), changed.id())
                .map(SubscriptionRow::health)
                .orElse(Health.OK);
        Reply.json(ctx, status, safe.view(new SubscriptionRow(changed, health))::write);
    }

    private static Subscription stored(Answer answer) {
        if (answer instanceof Answer.SubscriptionStored(var subscription, var created)) {
            return subscription;
        }
        throw new IllegalStateException("a change to a destination is answered with the subscription");
    }

    private SubscriptionRow row(DestinationKey key) {
        var row = queries.subscription(key.tenant(), key.destination());
        if (row.isEmpty()) {
            requireTenant(key.tenant());
        }
        return row.orElseThrow(() -> ApiException.notFound("destination"));
    }

    private void requireTenant(TenantId tenant) {
        if (queries.tenant(tenant).isEmpty()) {
            throw ApiException.notFound("tenant");
        }
    }
}
