package io.spillway.stream.live;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Subscription;
import io.spillway.stream.query.AttemptRow;

/** Something that happened to what a tenant has. */
public sealed interface Change {

    /** Whom it happened to. */
    DestinationKey destination();

    /** A delivery was tried. */
    record Tried(AttemptRow attempt) implements Change {

        @Override
        public DestinationKey destination() {
            return new DestinationKey(
                    attempt.delivery().tenant(), attempt.delivery().destination());
        }
    }

    /** A delivery stands elsewhere, or knows more, than before. */
    record Moved(DeliveryEntry delivery) implements Change {

        @Override
        public DestinationKey destination() {
            return new DestinationKey(delivery.ref().tenant(), delivery.ref().destination());
        }
    }

    /** A destination has another version. */
    record Altered(Subscription subscription) implements Change {

        @Override
        public DestinationKey destination() {
            return subscription.key();
        }
    }
}
