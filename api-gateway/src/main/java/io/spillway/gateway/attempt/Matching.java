package io.spillway.gateway.attempt;

import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.Subscription;
import io.spillway.gateway.event.Bodies;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.route.Wanted;
import java.util.Optional;
import java.util.Set;

/** Whether a destination, as it is now, wants an event that was published earlier. */
final class Matching {

    private final Bodies bodies;

    Matching(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Where the event's data are no longer kept, its filter cannot object. */
    boolean wants(Subscription row, Event event) {
        var wanted = Wanted.by(row);
        return wanted.wantsTopic(event)
                && (row.filter().isEmpty() || view(event).map(wanted::passes).orElse(true));
    }

    private Optional<EventView> view(Event event) {
        return data(event)
                .map(data -> new EventView(event.id().value(), event.topic(), event.time(), event.metadata(), data));
    }

    private Optional<byte[]> data(Event event) {
        return switch (event.data()) {
            case Data.Inline(var bytes) -> Optional.of(bytes);
            case Data.Stored(var at) ->
                Optional.ofNullable(bodies.data(Set.of(at)).get(at));
        };
    }
}
