package io.spillway.gateway.publish;

import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.wire.PublishBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets in what is an event, and says of everything else why it is none. */
public final class Door {

    /** Room for the fields around data and metadata, and for escapes in them. */
    private static final int ENVELOPE = 128 * 1024;

    private final TopicRules topics;
    private final NewIds ids;
    private final int maxEventBytes;

    /** @param maxEventBytes of data and metadata together */
    public Door(TopicRules topics, NewIds ids, int maxEventBytes) {
        this.topics = topics;
        this.ids = ids;
        this.maxEventBytes = maxEventBytes;
    }

    /** @param fallbackId the event's id where the body names none; absent: a new one */
    public Event admit(PublishBody body, Optional<String> fallbackId) {
        return switch (body) {
            case PublishBody.Broken(var cause, var detail) -> throw ApiException.invalidJson(detail);
            case PublishBody.Fields fields -> event(fields, fallbackId);
        };
    }

    /** Of a body that is one event. */
    public int maxBodyBytes() {
        return maxEventBytes + ENVELOPE;
    }

    /** The topic of an event for a destination that wants these; absent where none is needed. */
    public Optional<String> topicFor(List<String> wanted) {
        var topic = topics.among(wanted);
        if (topics.problem(topic).isPresent()) {
            throw ApiException.invalid(List.of("the destination wants no configured topic; name one in topic"));
        }
        return topic;
    }

    private Event event(PublishBody.Fields fields, Optional<String> fallbackId) {
        var problems = fields.problems();
        if (!problems.isEmpty()) {
            throw fields.mistyped() ? ApiException.invalidJson(problems) : ApiException.invalid(problems);
        }
        topics.problem(fields.topic()).ifPresent(problem -> {
            throw ApiException.invalid(List.of(problem));
        });
        var data = fields.data().orElseThrow();
        if (data.bytes().length + bytes(fields.metadata()) > maxEventBytes) {
            throw ApiException.tooLarge("the event", maxEventBytes);
        }
        return new Event(
                fields.tenant().orElseThrow(),
                fields.id().orElseGet(() -> id(fallbackId)),
                fields.topic(),
                fields.time().orElseGet(Instant::now),
                fields.metadata(),
                fields.eligibleForRetry(),
                fields.destination(),
                data);
    }

    private EventId id(Optional<String> fallback) {
        return fallback.map(text -> Ids.require(text, EventId::new)).orElseGet(ids::event);
    }

    private static int bytes(Map<String, String> metadata) {
        return Stream.of(metadata.keySet(), metadata.values())
                .flatMap(Collection::stream)
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
