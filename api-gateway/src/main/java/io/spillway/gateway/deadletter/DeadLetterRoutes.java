package io.spillway.gateway.deadletter;

import io.javalin.http.Context;
import io.spillway.domain.Command;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.gateway.attempt.AttemptViews;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.Narrowing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.DeliveryRow;
import io.spillway.stream.query.Queries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists and shows dead letters, tries single ones once more, and discards them. */
public final class DeadLetterRoutes {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Changes changes;
    private final Queries queries;
    private final AttemptViews attempts;

    public DeadLetterRoutes(Changes changes, Queries queries, AttemptViews attempts) {
        this.changes = changes;
        this.queries = queries;
        this.attempts = attempts;
    }

    public void list(Context ctx) {
        var query = Query.of(ctx);
        var narrowing = Narrowing.of(query, "event_id");
        var criteria = new Criteria.OfDeliveries(
                narrowing.tenants(),
                narrowing.events(),
                narrowing.destinations(),
                narrowing.topics(),
                Set.of(),
                narrowing.period());
        var request = PageRequest.of(Listing.DEAD_LETTERS, query);
        var page = narrowing.page(request, scan -> queries.deadLetters(criteria, scan), DeliveryRow::position);
        var shown = page.with(views(page.rows().stream().map(DeliveryRow::entry).toList(), false));
        Reply.json(ctx, OK, shown.json((json, view) -> view.write(json)));
    }

    public void get(Context ctx) {
        Reply.json(ctx, OK, views(List.of(find(ctx)), true).getFirst()::write);
    }

    public void redrive(Context ctx) {
        var ref = find(ctx).ref();
        changes.make(new Command.RedriveDeadLetter(ref.tenant(), ref.id()));
        Reply.success(ctx, ACCEPTED);
    }

    public void discard(Context ctx) {
        var ref = find(ctx).ref();
        changes.make(new Command.DiscardDeadLetter(ref.tenant(), ref.id()));
        Reply.success(ctx, OK);
    }

    private DeliveryEntry find(Context ctx) {
        var id = Path.id(ctx, "dead_letter_id", DeliveryId::new, "dead letter");
        return queries.delivery(Narrowing.tenant(Query.of(ctx), "dead letter"), id)
                .filter(entry -> entry.state() == DeliveryState.DEAD)
                .orElseThrow(() -> ApiException.notFound("dead letter"));
    }

    private List<DeadLetterView> views(List<DeliveryEntry> letters, boolean withResponse) {
        var last = letters.stream()
                .filter(letter -> !letter.attempts().isEmpty())
                .map(letter -> AttemptRow.of(letter, letter.attempts().getLast()))
                .toList();
        var shown = attempts.shown(last, withResponse);
        Map<DeliveryId, Json.Part> byDelivery = new HashMap<>();
        for (var i = 0; i < last.size(); i++) {
            byDelivery.put(last.get(i).delivery().id(), shown.get(i));
        }
        return letters.stream()
                .map(letter -> new DeadLetterView(
                        letter, Optional.ofNullable(byDelivery.get(letter.ref().id()))))
                .toList();
    }
}
