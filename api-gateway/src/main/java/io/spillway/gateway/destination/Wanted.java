package io.spillway.gateway.destination;

import io.spillway.gateway.http.Query;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.stream.query.SubscriptionRow;
import io.spillway.stream.route.TopicPattern;
import java.util.List;
import java.util.Optional;

/**
 * Which destinations a list shows.
 *
 * @param types any of these; empty: all
 * @param topics all of these
 */
record Wanted(List<String> types, List<String> topics) {

    static Wanted of(Query query) {
        return new Wanted(query.list("type"), query.list("topics"));
    }

    boolean includes(SubscriptionRow row) {
        var subscription = row.subscription();
        return (types.isEmpty() || types.contains(subscription.type()))
                && topics.stream().allMatch(topic -> wants(subscription.topics(), topic));
    }

    /** Asked for {@code *}, only destinations that want everything; otherwise those that want the topic among others. */
    private static boolean wants(List<String> patterns, String topic) {
        return topic.equals(TopicRules.ALL)
                ? patterns.contains(TopicRules.ALL)
                : patterns.stream().anyMatch(pattern -> new TopicPattern(pattern).matches(Optional.of(topic)));
    }
}
