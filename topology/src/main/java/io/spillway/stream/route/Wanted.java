package io.spillway.stream.route;

import io.spillway.domain.Event;
import io.spillway.domain.Subscription;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.filter.Filter;
import io.spillway.stream.filter.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a subscription wants, compiled once. */
public record Wanted(Subscription subscription, List<TopicPattern> topics, Filter filter) {

    /** What a subscription makes of an event. */
    enum Choice {
        TAKE,
        /** It would take the topic, but is disabled. */
        DISABLED,
        /** It would take the topic, but its filter does not match. */
        FILTERED,
        /** It has nothing to do with it. */
        PASS
    }

    public static Wanted by(Subscription subscription) {
        return new Wanted(
                subscription,
                subscription.topics().stream().map(TopicPattern::new).toList(),
                subscription.filter().map(Wanted::compiled).orElseGet(Filter::everything));
    }

    Choice choose(Event event, EventView view) {
        if (!wantsTopic(event)) {
            return Choice.PASS;
        }
        if (!subscription.state().enabled()) {
            return Choice.DISABLED;
        }
        return passes(view) ? Choice.TAKE : Choice.FILTERED;
    }

    /** Whether the event is for this destination or for all, and of a topic that it wants. */
    public boolean wantsTopic(Event event) {
        return event.target()
                        .filter(target -> !target.equals(subscription.id()))
                        .isEmpty()
                && topics.stream().anyMatch(topic -> topic.matches(event.topic()));
    }

    /** Whether the filter lets the event through. */
    public boolean passes(EventView view) {
        return filter.matches(view);
    }

    private static Filter compiled(String json) {
        return switch (Filter.parse(json.getBytes(StandardCharsets.UTF_8))) {
            case Filter filter -> filter;
            case Refusal refusal ->
                throw new IllegalStateException("a filter that is stored was accepted once: " + refusal.reason());
        };
    }
}
