package io.spillway.stream.expire;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.topic.Cleanup;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.time.Duration;
import java.time.Instant;

/**
 * How long rows are kept: as long as their topics keep what they stand for.
 *
 * @param events counted from when the broker took one
 * @param attempts counted from when one was made
 */
public record Retention(Duration events, Duration attempts) {

    /** Longer than any report overtakes the event that it belongs to. */
    private static final Duration OVERTAKES_WITHIN = Duration.ofHours(1);

    public static Retention of(Topics topics) {
        return new Retention(of(topics.events()), of(topics.attempts()));
    }

    private static Duration of(Topic<?, ?> topic) {
        return switch (topic.layout().cleanup()) {
            case Cleanup.Delete(var retention) -> retention;
            case Cleanup.Compact _ -> throw new IllegalArgumentException(topic.name() + " is kept for ever");
        };
    }

    /** The same for a tenant that wants nothing kept longer than this. */
    Retention within(Duration own) {
        return new Retention(shorter(events, own), shorter(attempts, own));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    Duration of(Kind kind) {
        return switch (kind) {
            case EVENTS -> events;
            case ATTEMPTS -> attempts;
        };
    }

    public boolean hasPassed(EventEntry event, Instant now) {
        return !event.receivedAt().plus(events).isAfter(now);
    }

    /** Of an attempt that was made then. */
    boolean hasPassed(Instant tried, Instant now) {
        return !tried.plus(attempts).isAfter(now);
    }

    /** Of all its attempts; a delivery without one has none that could be kept. */
    boolean hasPassed(DeliveryEntry delivery, Instant now) {
        return delivery.attempts().stream().allMatch(tried -> hasPassed(tried.time(), now));
    }

    /** Whether a delivery that an event would begin now is there from an earlier event of the same id. */
    public boolean isOfFormer(DeliveryEntry delivery, Instant now) {
        return !delivery.createdAt().plus(OVERTAKES_WITHIN).isAfter(now);
    }
}
