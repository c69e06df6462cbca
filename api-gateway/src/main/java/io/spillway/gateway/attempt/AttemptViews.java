package io.spillway.gateway.attempt;

import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.TenantId;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.destination.Safe;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.event.EventView;
import io.spillway.gateway.http.Json;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Queries;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts beside attempts what was asked for, looking every event and destination of a page up once. */
public final class AttemptViews {

    private final Queries queries;
    private final Bodies bodies;
    private final Safe safe;

    private record EventKey(TenantId tenant, EventId event) {}

    public AttemptViews(Queries queries, Bodies bodies, Safe safe) {
        this.queries = queries;
        this.bodies = bodies;
        this.safe = safe;
    }

    /** An attempt by itself. */
    public static Json.Part plain(AttemptRow row) {
        return new AttemptView(row, Optional.empty(), Optional.empty(), new AttemptView.Answered.Unknown())::write;
    }

    /** Attempts by themselves, in this order, as they are shown within something else. */
    public List<Json.Part> shown(List<AttemptRow> rows, boolean withResponse) {
        return of(rows, new Include(false, false, withResponse, false, true)).stream()
                .<Json.Part>map(view -> view::write)
                .toList();
    }

    List<AttemptView> of(List<AttemptRow> rows, Include include) {
        var events = include.event() ? events(rows, include.eventData()) : Map.<EventKey, EventView>of();
        var destinations = include.destination()
                ? destinations(rows, include.allTypes())
                : Map.<DestinationKey, DestinationView>of();
        var attempts = include.response() ? attempts(rows) : Map.<RecordAt, Report.Attempt>of();
        return rows.stream()
                .map(row -> new AttemptView(
                        row,
                        Optional.ofNullable(events.get(event(row))),
                        Optional.ofNullable(destinations.get(destination(row))),
                        Optional.ofNullable(attempts.get(row.tried().at()))
                                .map(attempt -> answered(attempt.outcome()))
                                .orElseGet(AttemptView.Answered.Unknown::new)))
                .toList();
    }

    private Map<EventKey, EventView> events(List<AttemptRow> rows, boolean withData) {
        var entries = rows.stream()
                .map(AttemptViews::event)
                .distinct()
                .flatMap(key -> queries.event(Optional.of(key.tenant()), key.event()).stream())
                .toList();
        return views(entries, withData).stream()
                .collect(Collectors.toMap(
                        view -> new EventKey(
                                view.entry().event().tenant(),
                                view.entry().event().id()),
                        view -> view));
    }

    private List<EventView> views(Collection<EventEntry> entries, boolean withData) {
        return withData
                ? EventView.withData(entries, bodies)
                : entries.stream()
                        .map(entry -> new EventView(entry, Optional.empty()))
                        .toList();
    }

    private Map<DestinationKey, DestinationView> destinations(List<AttemptRow> rows, boolean allTypes) {
        var views = new HashMap<DestinationKey, DestinationView>();
        rows.stream()
                .map(AttemptViews::destination)
                .distinct()
                .forEach(key -> queries.subscription(key.tenant(), key.destination())
                        .map(safe::view)
                        .filter(view -> allTypes || view.shown().stock())
                        .ifPresent(view -> views.put(key, view)));
        return views;
    }

    private Map<RecordAt, Report.Attempt> attempts(List<AttemptRow> rows) {
        var places = rows.stream().map(row -> row.tried().at()).collect(Collectors.toUnmodifiableSet());
        return places.isEmpty() ? Map.of() : bodies.attempts(places);
    }

    private static AttemptView.Answered answered(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(var response, var _) -> new AttemptView.Answered.With(response.data());
            case Outcome.Failed(var failure, var message, var response, var _, var _) ->
                new AttemptView.Answered.With(response.map(Response::data).orElseGet(() -> error(message)));
        };
    }

    /** Where nobody answered, what went wrong stands in place of the answer. */
    private static String error(String message) {
        return new String(
                Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringField("error", message);
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8);
    }

    private static EventKey event(AttemptRow row) {
        return new EventKey(row.delivery().tenant(), row.delivery().event());
    }

    private static DestinationKey destination(AttemptRow row) {
        return new DestinationKey(row.delivery().tenant(), row.delivery().destination());
    }
}
