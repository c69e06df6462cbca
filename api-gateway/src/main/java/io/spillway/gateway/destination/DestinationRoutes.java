package io.spillway.gateway.destination;

import io.javalin.http.Context;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;

/** Creates, shows, lists, changes and deletes a tenant's destinations. */
public final class DestinationRoutes {

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Destinations destinations;

    public DestinationRoutes(Destinations destinations) {
        this.destinations = destinations;
    }

    public void list(Context ctx) {
        var wanted = Wanted.of(Query.of(ctx));
        var all = AllTypes.wanted(ctx);
        var shown = destinations.all(Path.tenantId(ctx), wanted::includes).stream()
                .filter(view -> all || view.shown().stock())
                .toList();
        Reply.json(ctx, OK, Json.array(shown, (json, view) -> view.write(json)));
    }

    public void create(Context ctx) {
        var tenant = Path.tenantId(ctx);
        var fields = Fields.parse(Body.read(ctx));
        show(ctx, CREATED, destinations.create(tenant, fields, Caller.of(ctx)));
    }

    public void get(Context ctx) {
        show(ctx, OK, destinations.get(Path.destination(ctx)));
    }

    public void patch(Context ctx) {
        var key = Path.destination(ctx);
        var patch = Fields.parse(Body.read(ctx));
        show(ctx, OK, destinations.change(key, before -> patch, Caller.of(ctx)));
    }

    public void delete(Context ctx) {
        destinations.delete(Path.destination(ctx));
        Reply.success(ctx, OK);
    }

    public void enable(Context ctx) {
        show(ctx, OK, destinations.enable(Path.destination(ctx)));
    }

    public void disable(Context ctx) {
        show(ctx, OK, destinations.disable(Path.destination(ctx)));
    }

    public void pause(Context ctx) {
        show(ctx, OK, destinations.pause(Path.destination(ctx)));
    }

    public void resume(Context ctx) {
        show(ctx, OK, destinations.resume(Path.destination(ctx)));
    }

    private static void show(Context ctx, int status, DestinationView view) {
        Reply.json(ctx, status, view::write);
    }
}
