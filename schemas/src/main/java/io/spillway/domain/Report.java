package io.spillway.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is recorded of a delivery on the topic {@code attempts}: a try, or that there will be none. */
public sealed interface Report {

    DeliveryRef delivery();

    /** When it was over, on the clock of the node that did it. */
    Instant time();

    /**
     * One try and its outcome.
     *
     * @param retry the delivery, data included, where the try failed, so that what follows can be decided from this record alone
     * @param request the id of the call, where several deliveries may have shared it
     * @param openUntil until when the destination's circuit breaker lets no other call begin, where it is open after this one
     */
    record Attempt(
            DeliveryRef delivery,
            int number,
            boolean manual,
            Instant time,
            Duration duration,
            Outcome outcome,
            Optional<Delivery> retry,
            Optional<String> request,
            Optional<Instant> openUntil)
            implements Report {

        /** With a call of its own, after which no breaker is open. */
        public Attempt(
                DeliveryRef delivery,
                int number,
                boolean manual,
                Instant time,
                Duration duration,
                Outcome outcome,
                Optional<Delivery> retry) {
            this(delivery, number, manual, time, duration, outcome, retry, Optional.empty(), Optional.empty());
        }

        /** The same with less to carry. */
        public Attempt with(Outcome told, Optional<Delivery> carried) {
            return new Attempt(delivery, number, manual, time, duration, told, carried, request, openUntil);
        }

        public AttemptId id() {
            return new AttemptId(delivery.id(), number);
        }

        public DestinationKey destination() {
            return new DestinationKey(delivery.tenant(), delivery.destination());
        }

        public boolean succeeded() {
            return outcome instanceof Outcome.Delivered;
        }
    }

    /** The delivery was given up without a call. */
    record Cancellation(DeliveryRef delivery, int number, CancelReason reason, Instant time) implements Report {}
}
