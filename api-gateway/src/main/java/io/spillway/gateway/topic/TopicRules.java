package io.spillway.gateway.topic;

import io.spillway.gateway.http.ApiException;
import io.spillway.stream.route.TopicPattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which topics events may have and destinations may want.
 *
 * @param configured in the operator's order; empty: any
 * @param wildcards whether a destination may want patterns such as {@code order.*}, beside {@code *} alone
 */
public record TopicRules(List<String> configured, boolean wildcards) {

    public static final String ALL = "*";

    public TopicRules {
        configured = List.copyOf(configured);
    }

    /** What is wrong with an event's topic. */
    public Optional<String> problem(Optional<String> topic) {
        if (configured.isEmpty()) {
            return Optional.empty();
        }
        if (topic.isEmpty()) {
            return Optional.of("topic is required");
        }
        return topic.get().equals(ALL) || configured.contains(topic.get())
                ? Optional.empty()
                : Optional.of("topic is invalid");
    }

    /** A topic that events may have and that is wanted; absent where any would do, or none. */
    public Optional<String> among(List<String> wanted) {
        var fitting = configured.stream()
                .filter(topic ->
                        wanted.stream().anyMatch(pattern -> new TopicPattern(pattern).matches(Optional.of(topic))));
        return Stream.concat(wanted.stream().filter(this::isPlain), fitting).findFirst();
    }

    /** The topics that a destination wants, once each and without those that another one covers; refused where one is unknown. */
    public List<String> folded(List<String> wanted) {
        if (wanted.isEmpty() || !wanted.stream().allMatch(this::isKnown)) {
            throw ApiException.invalid("validation failed: invalid topics");
        }
        if (wanted.contains(ALL)) {
            return List.of(ALL);
        }
        var once = List.copyOf(new LinkedHashSet<>(wanted));
        return IntStream.range(0, once.size())
                .filter(place -> !isCovered(once, place))
                .mapToObj(once::get)
                .toList();
    }

    /** A pattern as a plain text fits another pattern exactly when whatever it stands for does. */
    private static boolean isCovered(List<String> topics, int place) {
        var topic = topics.get(place);
        return IntStream.range(0, topics.size())
                .filter(other -> other != place && covers(topics.get(other), topic))
                .anyMatch(other -> other < place || !covers(topic, topics.get(other)));
    }

    private static boolean covers(String pattern, String topic) {
        return pattern.contains(ALL) && new TopicPattern(pattern).matches(Optional.of(topic));
    }

    private boolean isPlain(String topic) {
        return !topic.contains(ALL) && problem(Optional.of(topic)).isEmpty();
    }

    private boolean isKnown(String topic) {
        if (topic.isBlank() || topic.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        if (topic.equals(ALL)) {
            return true;
        }
        if (!topic.contains(ALL)) {
            return configured.isEmpty() || configured.contains(topic);
        }
        var pattern = new TopicPattern(topic);
        return wildcards
                && (configured.isEmpty() || configured.stream().anyMatch(known -> pattern.matches(Optional.of(known))));
    }
}
