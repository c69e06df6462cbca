package io.spillway.gateway.attempt;

import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.Subscription;
import io.spillway.gateway.event.Bodies;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.filter.Filter;
import io.spillway.stream.route.TopicPattern;
import java.nio.charset.StandardCharsets;
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
        return event.target().filter(target -> !target.equals(row.id())).isEmpty()
                && row.topics().stream().anyMatch(topic -> new TopicPattern(topic).matches(event.topic()))
                && row.filter().map(filter -> passes(filter, event)).orElse(true);
    }

    private boolean passes(String json, Event event) {
        if (!(Filter.parse(json.getBytes(StandardCharsets.UTF_8)) instanceof Filter filter)) {
            throw new IllegalStateException("a filter that is stored was accepted once");
        }
        return data(event)
                .map(bytes -> new EventView(event.id().value(), event.topic(), event.time(), event.metadata(), bytes))
                .map(filter::matches)
                .orElse(true);
    }

    private Optional<byte[]> data(Event event) {
        return switch (event.data()) {
            case Data.Inline(var bytes) -> Optional.of(bytes);
            case Data.Stored(var at) ->
                Optional.ofNullable(bodies.data(Set.of(at)).get(at));
        };
    }
}
