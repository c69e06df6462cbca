package io.spillway.gateway.publish;

import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.limit.Limits;
import io.spillway.wire.PublishBody;
import java.util.Optional;

/** Takes in the events of a caller, whatever the dialect in which it names them: for its tenant only, and no more than it may publish. */
public final class Intake {

    private final Door door;
    private final Limits limits;
    private final Publisher publisher;

    /**
     * An event that is stored.
     *
     * @param destinations how many it goes to; absent where that was not said in time
     */
    public record Taken(EventId id, boolean duplicate, Optional<Integer> destinations) {}

    public Intake(Door door, Limits limits, Publisher publisher) {
        this.door = door;
        this.limits = limits;
        this.publisher = publisher;
    }

    /** Of a body that is one event. */
    public int maxBodyBytes() {
        return door.maxBodyBytes();
    }

    /** Stores one event and waits to hear where it goes; what cannot be taken is refused. */
    public Taken take(Caller caller, PublishBody body) {
        try (var flight = send(admit(caller, body, Optional.empty()))) {
            return switch (flight.await()) {
                case Published.Refused(var error) -> throw error;
                case Published.Routed(var answer) ->
                    new Taken(
                            answer.event(),
                            answer.duplicate(),
                            Optional.of(answer.destinations().size()));
                case Published.Unanswered(var id) -> new Taken(id, false, Optional.empty());
            };
        }
    }

    /**
     * Lets an event in, or throws an {@link ApiException}.
     *
     * @param fallbackId the event's id where the body names none; absent: a new one
     */
    Event admit(Caller caller, PublishBody body, Optional<String> fallbackId) {
        var event = door.admit(body, fallbackId);
        caller.requireReach(event.tenant());
        limits.event(event.tenant());
        return event;
    }

    Publisher.Flight send(Event event) {
        return publisher.send(event);
    }
}
