package io.spillway.gateway.delivery;

import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.EventEntry;
import io.spillway.gateway.event.Bodies;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.filter.Explanation;
import io.spillway.stream.filter.Filter;
import io.spillway.stream.query.Queries;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why filters let an event not pass: judged when it is asked, by the filters as they are then. */
final class Decisions {

    private final Queries queries;
    private final Bodies bodies;

    Decisions(Queries queries, Bodies bodies) {
        this.queries = queries;
        this.bodies = bodies;
    }

    /** Of those among one event's deliveries that a filter skipped, as far as it still would. */
    Map<DeliveryId, Explanation.Decision> of(List<DeliveryEntry> deliveries) {
        var found = new HashMap<DeliveryId, Explanation.Decision>();
        var skipped = deliveries.stream()
                .filter(Decisions::isFiltered)
                .map(DeliveryEntry::ref)
                .toList();
        var views = new HashMap<EventKey, Optional<EventView>>();
        for (var ref : skipped) {
            views.computeIfAbsent(new EventKey(ref), _ -> view(ref))
                    .flatMap(view -> filter(ref).map(filter -> filter.explain(view)))
                    .filter(explanation -> !explanation.matches())
                    .ifPresent(explanation -> found.put(ref.id(), explanation.decidedBy()));
        }
        return found;
    }

    private record EventKey(String tenant, String event) {

        EventKey(DeliveryRef ref) {
            this(ref.tenant().value(), ref.event().value());
        }
    }

    private static boolean isFiltered(DeliveryEntry delivery) {
        return delivery.state() == DeliveryState.SKIPPED
                && delivery.reason().filter("filter"::equals).isPresent();
    }

    private Optional<EventView> view(DeliveryRef ref) {
        return queries.event(Optional.of(ref.tenant()), ref.event()).stream()
                .map(EventEntry::event)
                .flatMap(event -> event.data() instanceof Data.Stored(var at)
                        ? Optional.ofNullable(bodies.data(Set.of(at)).get(at))
                                .map(data -> new EventView(
                                        event.id().value(), event.topic(), event.time(), event.metadata(), data))
                                .stream()
                        : Optional.<EventView>empty().stream())
                .findFirst();
    }

    private Optional<Filter> filter(DeliveryRef ref) {
        return queries.subscription(ref.tenant(), ref.destination())
                .flatMap(row -> row.subscription().filter())
                .map(text -> Filter.parse(text.getBytes(StandardCharsets.UTF_8)))
                .flatMap(parsed -> parsed instanceof Filter filter ? Optional.of(filter) : Optional.empty());
    }
}
