package io.spillway.gateway.adapter.hook0;

import io.javalin.http.Context;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.SignatureProfile;
import io.spillway.domain.TenantId;
import io.spillway.gateway.adapter.WebhookDraft;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.destination.Destinations;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import java.util.Map;

/** Subscriptions: destinations whose filter asks for labels. */
public final class Hook0Subscriptions {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    /** Nine attempts, after 3 s at first and 10 h in the end. */
    private static final String POLICY = """
            {"max_attempts":9,"schedule":{"kind":"list","seconds":[3,10,180,1800,3600,10800,18000,36000]}}""";

    private final Destinations destinations;

    public Hook0Subscriptions(Destinations destinations) {
        this.destinations = destinations;
    }

    public void list(Context ctx) {
        var found = destinations.all(
                Application.in(ctx), row -> row.subscription().type().equals("webhook"));
        Reply.json(ctx, OK, Json.array(found, (json, view) -> new SubscriptionJson(view).write(json)));
    }

    public void create(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        var tenant = Application.in(ctx, fields);
        var wish = SubscriptionWish.of(fields);
        var draft = wish.put(WebhookDraft.of(SignatureProfile.HOOK0_V1, POLICY), Map.of());
        show(ctx, CREATED, destinations.create(tenant, draft.fields(), WebhookDraft.MAKER));
    }

    public void get(Context ctx) {
        show(ctx, OK, destinations.get(key(ctx, Application.in(ctx))));
    }

    /** Everything is replaced. */
    public void update(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        var key = key(ctx, Application.in(ctx, fields));
        var wish = SubscriptionWish.of(fields);
        show(
                ctx,
                OK,
                destinations.change(
                        key,
                        before -> wish.put(WebhookDraft.change(), before.metadata())
                                .fields(),
                        WebhookDraft.MAKER));
    }

    public void delete(Context ctx) {
        destinations.delete(key(ctx, Application.in(ctx)));
        ctx.status(NO_CONTENT);
    }

    private static DestinationKey key(Context ctx, TenantId tenant) {
        return Words.destination(tenant, ctx.pathParam("subscription_id"));
    }

    private static void show(Context ctx, int status, DestinationView view) {
        Reply.json(ctx, status, new SubscriptionJson(view)::write);
    }
}
