package io.spillway.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a tenant's deliveries work is about; an empty set asks for nothing.
 *
 * @param from of the time by which they are listed: the event's, of dead letters that of their death; included
 * @param until not included
 */
public record Selection(
        Set<EventId> events,
        Set<DestinationId> destinations,
        Set<String> topics,
        Set<DeliveryState> states,
        Optional<Instant> from,
        Optional<Instant> until) {

    public Selection {
        events = Set.copyOf(events);
        destinations = Set.copyOf(destinations);
        topics = Set.copyOf(topics);
        states = Set.copyOf(states);
    }

    /** Whether a delivery is among them, as far as it can be told without its time. */
    public boolean admits(DeliveryEntry entry) {
        var ref = entry.ref();
        return admits(events, ref.event())
                && admits(destinations, ref.destination())
                && admits(ref.topic())
                && admits(states, entry.state());
    }

    /** Whether deliveries of an event of this topic are among them. */
    public boolean admits(Optional<String> topic) {
        return topics.isEmpty() || topic.filter(topics::contains).isPresent();
    }

    public boolean contains(Instant time) {
        return from.filter(time::isBefore).isEmpty()
                && until.filter(end -> !time.isBefore(end)).isEmpty();
    }

    private static <T> boolean admits(Set<T> wanted, T actual) {
        return wanted.isEmpty() || wanted.contains(actual);
    }
}
