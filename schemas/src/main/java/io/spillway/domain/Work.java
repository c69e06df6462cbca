package io.spillway.domain;

import java.util.Optional;
import java.util.Set;

/** What a job does, delivery by delivery. */
public sealed interface Work {

    /** Which of the tenant's deliveries it is about. */
    Selection selection();

    /** How many a second; absent: as fast as it goes. */
    default Optional<Double> rate() {
        return Optional.empty();
    }

    /** Cancels deliveries that have not ended. */
    record Cancel(Selection selection) implements Work {}

    /** Tries dead letters once more. */
    record Redrive(Selection selection, Optional<Double> rate) implements Work {}

    /** Gives dead letters up. */
    record Discard(Selection selection) implements Work {}

    /**
     * Delivers again.
     *
     * @param to another destination than the one that each delivery went to
     */
    record Replay(Selection selection, Optional<DestinationId> to, Optional<Double> rate) implements Work {}

    /**
     * Forgets.
     *
     * @param event absent: all that is known of the tenant
     */
    record Erase(Optional<EventId> event) implements Work {

        @Override
        public Selection selection() {
            var events = event.map(Set::of).orElse(Set.of());
            return new Selection(events, Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
        }
    }

    /** The word that REST uses. */
    default String kind() {
        return switch (this) {
            case Cancel _ -> "cancel";
            case Redrive _ -> "redrive";
            case Discard _ -> "discard";
            case Replay _ -> "replay";
            case Erase _ -> "erase";
        };
    }
}
