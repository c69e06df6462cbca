package io.spillway.stream.live;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Job;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.stream.query.AttemptRow;
import java.util.Optional;

/** Something that happened to what a tenant has. */
public sealed interface Change {

    TenantId tenant();

    /** The one destination that it is about. */
    Optional<DestinationId> destination();

    /** A delivery was tried. */
    record Tried(AttemptRow attempt) implements Change {

        @Override
        public TenantId tenant() {
            return attempt.delivery().tenant();
        }

        @Override
        public Optional<DestinationId> destination() {
            return Optional.of(attempt.delivery().destination());
        }
    }

    /** A delivery stands elsewhere, or knows more, than before. */
    record Moved(DeliveryEntry delivery) implements Change {

        @Override
        public TenantId tenant() {
            return delivery.ref().tenant();
        }

        @Override
        public Optional<DestinationId> destination() {
            return Optional.of(delivery.ref().destination());
        }
    }

    /** A destination has another version. */
    record Altered(Subscription subscription) implements Change {

        @Override
        public TenantId tenant() {
            return subscription.tenant();
        }

        @Override
        public Optional<DestinationId> destination() {
            return Optional.of(subscription.id());
        }
    }

    /** A replay has come further, or was paused, resumed or cancelled. */
    record Replayed(Job job, Work.Replay replay) implements Change {

        @Override
        public TenantId tenant() {
            return job.tenant();
        }

        @Override
        public Optional<DestinationId> destination() {
            return Optional.empty();
        }
    }
}
