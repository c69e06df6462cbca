package io.spillway.stream.route;

import io.spillway.stream.filter.Needle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A topic that a subscription wants: exact, or with {@code *} for any run of characters; dots are not special. */
public final class TopicPattern {

    private static final String STAR = "*";

    private final String text;
    private final String start;
    private final List<Needle> middle;
    private final Optional<String> end;

    public TopicPattern(String text) {
        this.text = text;
        var parts = text.split("\\*", -1);
        this.start = parts[0];
        this.middle = Arrays.stream(parts)
                .limit(parts.length - 1)
                .skip(1)
                .map(Needle::new)
                .toList();
        this.end = parts.length == 1 ? Optional.empty() : Optional.of(parts[parts.length - 1]);
    }

    /** Whether an event of this topic is wanted; one without a topic, or published to {@code *}, always is. */
    public boolean matches(Optional<String> topic) {
        return topic.isEmpty() || topic.get().equals(STAR) || fits(topic.get());
    }

    private boolean fits(String topic) {
        if (end.isEmpty()) {
            return topic.equals(text);
        }
        if (!topic.startsWith(start)) {
            return false;
        }
        // The earliest place for each part leaves the most room for those after it, so no choice is ever taken back.
        var at = start.length();
        for (var part : middle) {
            at = part.endIn(topic, at);
            if (at < 0) {
                return false;
            }
        }
        var last = end.get();
        return topic.length() - last.length() >= at && topic.endsWith(last);
    }

    @Override
    public String toString() {
        return text;
    }
}
