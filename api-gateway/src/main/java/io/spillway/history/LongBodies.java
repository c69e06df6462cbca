package io.spillway.history;

import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.gateway.event.Bodies;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Bodies from the topics, and what has expired there from the log store. */
public final class LongBodies implements Bodies {

    private final Bodies topics;
    private final LogStore log;
    private final PastEvents events;
    private final PastAttempts attempts;

    public LongBodies(Bodies topics, LogStore log, LogTopics names) {
        this.topics = topics;
        this.log = log;
        events = new PastEvents(names.events());
        attempts = new PastAttempts(names.attempts());
    }

    @Override
    public Map<RecordAt, byte[]> data(Set<RecordAt> places) {
        return completed(places, topics.data(places), missing -> log.ask(db -> events.data(db, missing)));
    }

    @Override
    public Map<RecordAt, Report.Attempt> attempts(Set<RecordAt> places) {
        return completed(places, topics.attempts(places), missing -> log.ask(db -> attempts.at(db, missing)));
    }

    private static <V> Map<RecordAt, V> completed(
            Set<RecordAt> places, Map<RecordAt, V> found, Function<Set<RecordAt>, Map<RecordAt, V>> further) {
        var missing = places.stream().filter(at -> !found.containsKey(at)).collect(Collectors.toUnmodifiableSet());
        if (missing.isEmpty()) {
            return found;
        }
        var all = new HashMap<>(found);
        all.putAll(further.apply(missing));
        return all;
    }
}
