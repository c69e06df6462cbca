package io.spillway.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a job does. */
public sealed interface Work {

    /** What is done to some of a tenant's deliveries. */
    sealed interface OnDeliveries extends Work {

        Selection selection();

        /** How many a second; absent: as fast as it goes. */
        Optional<Double> rate();
    }

    /** Cancels deliveries that have not ended. */
    record Cancel(Selection selection) implements OnDeliveries {

        @Override
        public Optional<Double> rate() {
            return Optional.empty();
        }
    }

    /** Tries dead letters once more. */
    record Redrive(Selection selection, Optional<Double> rate) implements OnDeliveries {}

    /** Gives dead letters up. */
    record Discard(Selection selection) implements OnDeliveries {

        @Override
        public Optional<Double> rate() {
            return Optional.empty();
        }
    }

    /**
     * Delivers again.
     *
     * @param to another destination than the one that each delivery went to
     */
    record Replay(Selection selection, Optional<DestinationId> to, Optional<Double> rate) implements OnDeliveries {}

    /**
     * Forgets.
     *
     * @param event absent: all that is known of the tenant
     */
    record Erase(Optional<EventId> event) implements OnDeliveries {

        @Override
        public Selection selection() {
            var events = event.map(Set::of).orElse(Set.of());
            return new Selection(events, Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public Optional<Double> rate() {
            return Optional.empty();
        }
    }

    /** The word that REST uses. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
