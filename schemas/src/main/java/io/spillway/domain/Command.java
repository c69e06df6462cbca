package io.spillway.domain;

import java.util.Map;

/** A change that somebody asked for; the tenant task decides it. */
public sealed interface Command {

    TenantId tenant();

    /** Creates the tenant, or replaces its metadata and, where it says so, how long its events and attempts are kept. */
    record PutTenant(TenantId tenant, Map<String, String> metadata, RetentionChange retention) implements Command {

        public PutTenant {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Deletes the tenant and all its destinations. */
    record DeleteTenant(TenantId tenant) implements Command {}

    /** Creates a destination; version and incarnation of the draft are ignored, its times count where they are not the epoch. */
    record CreateDestination(Subscription draft) implements Command {

        @Override
        public TenantId tenant() {
            return draft.tenant();
        }
    }

    /**
     * Replaces a destination's content, if its version is still {@code merged.version()}.
     *
     * @param resealed whether its settings were sealed anew and nobody changed it, so that it was not updated either
     */
    record UpdateDestination(Subscription merged, boolean resealed) implements Command {

        public UpdateDestination(Subscription merged) {
            this(merged, false);
        }

        @Override
        public TenantId tenant() {
            return merged.tenant();
        }
    }

    /** Lets a destination receive again. */
    record EnableDestination(TenantId tenant, DestinationId destination) implements Command {}

    /** Stops a destination and cancels what waits for it. */
    record DisableDestination(TenantId tenant, DestinationId destination) implements Command {}

    /** Holds what comes for a destination from now on. */
    record PauseDestination(TenantId tenant, DestinationId destination) implements Command {}

    /** Releases what is held for a destination, in order. */
    record ResumeDestination(TenantId tenant, DestinationId destination) implements Command {}

    /** Deletes a destination and cancels what waits for it. */
    record DeleteDestination(TenantId tenant, DestinationId destination) implements Command {}

    /** Tries a delivery once more, now. */
    record RetryDelivery(TenantId tenant, EventId event, DestinationId destination) implements Command {}

    /** Has a job done; one whose id is known is left alone. Its times are ignored. */
    record StartJob(Job job) implements Command {

        @Override
        public TenantId tenant() {
            return job.tenant();
        }
    }

    /** Has a job wait, go on or end. */
    record SteerJob(TenantId tenant, JobId job, Job.Steer steer) implements Command {}

    /** Tries a dead letter once more, now. */
    record RedriveDeadLetter(TenantId tenant, DeliveryId delivery) implements Command {}

    /** Gives a dead letter up. */
    record DiscardDeadLetter(TenantId tenant, DeliveryId delivery) implements Command {}

    /** Asks the task of a partition whether it moves; the tenant is a placeholder. */
    record Probe(TenantId tenant) implements Command {}
}
