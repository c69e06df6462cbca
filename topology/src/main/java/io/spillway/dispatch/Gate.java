package io.spillway.dispatch;

import io.spillway.domain.CancelReason;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Target;
import java.util.Optional;

/** Whether a delivery may be called, given what its destination is now. */
sealed interface Gate {

    /** It may. */
    record Open() implements Gate {}

    /** It will not be called any more. */
    record Shut(CancelReason reason) implements Gate {}

    /** The destination changed since: the delivery must be joined with it again. */
    record Outdated() implements Gate {}

    /**
     * The rule. A row that is not there, or older than the delivery, was not seen yet: then the delivery's own version counts.
     */
    static Gate of(Target target, Optional<DestinationStatus> row) {
        return row.filter(status -> status.version() >= target.version())
                .map(status -> of(target, status))
                .orElseGet(Open::new);
    }

    private static Gate of(Target target, DestinationStatus status) {
        if (status.incarnation() != target.incarnation()) {
            return new Shut(CancelReason.DELETED);
        }
        return switch (status.state()) {
            case SubscriptionState.Deleted ignored -> new Shut(CancelReason.DELETED);
            case SubscriptionState.Disabled ignored -> new Shut(CancelReason.DISABLED);
            // What was on its way when it was paused goes back to be held; what was emitted since is wanted all the
            // same.
            case SubscriptionState.Paused ignored -> ofVersion(target, status);
            case SubscriptionState.Active ignored -> ofVersion(target, status);
        };
    }

    private static Gate ofVersion(Target target, DestinationStatus status) {
        return status.version() > target.version() ? new Outdated() : new Open();
    }
}
