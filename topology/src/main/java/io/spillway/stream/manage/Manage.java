package io.spillway.stream.manage;

import io.spillway.domain.Answer;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Command;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Erasure;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.Outbox;
import io.spillway.stream.Received;
import io.spillway.stream.Rows;
import io.spillway.stream.Subscriptions;
import io.spillway.stream.job.ByHand;
import io.spillway.stream.job.Jobs;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Carries out commands: the only writer of a tenant's rows, so what it refuses is refused for good reason. */
public final class Manage {

    /** Keeps a pass within nine digits. */
    private static final int FRESH_PASSES = 900_000_000;

    private final Rows rows;
    private final Subscriptions subscriptions;
    private final Outbox outbox;
    private final Jobs jobs;
    private final ByHand byHand;
    private final int destinationsAtMost;

    public Manage(Rows rows, Subscriptions subscriptions, Outbox outbox, Jobs jobs, int destinationsAtMost) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.outbox = outbox;
        this.jobs = jobs;
        this.byHand = new ByHand(rows, outbox);
        this.destinationsAtMost = destinationsAtMost;
    }

    public void command(Command command, Received received) {
        outbox.answer(received.request(), decide(command, received));
    }

    private Answer decide(Command command, Received received) {
        var now = received.time();
        return switch (command) {
            case Command.PutTenant put -> put(put, now);
            case Command.DeleteTenant(var tenant) -> delete(tenant, now);
            case Command.CreateDestination(var draft) -> create(draft, now);
            case Command.UpdateDestination update -> update(update.merged(), update.resealed(), now);
            case Command.EnableDestination(var tenant, var id) -> existing(tenant, id, this::enable);
            case Command.DisableDestination(var tenant, var id) ->
                existing(tenant, id, row -> row.state().enabled() ? disable(row, now) : unchanged(row));
            case Command.PauseDestination(var tenant, var id) -> existing(tenant, id, row -> pause(row, now));
            case Command.ResumeDestination(var tenant, var id) -> existing(tenant, id, this::resume);
            case Command.DeleteDestination(var tenant, var id) -> existing(tenant, id, row -> delete(row, now));
            case Command.RetryDelivery retry -> retry(retry, received);
            case Command.RedriveDeadLetter(var tenant, var id) ->
                letter(tenant, id, entry -> byHand.redrive(entry, now));
            case Command.DiscardDeadLetter(var tenant, var id) -> letter(tenant, id, entry -> discard(entry, now));
            case Command.StartJob(var job) -> jobs.start(job, now);
            case Command.SteerJob steer -> jobs.steer(steer, now);
            case Command.Probe _ -> new Answer.Done();
        };
    }

    private Answer put(Command.PutTenant put, Instant now) {
        var before = rows.tenant(put.tenant());
        if (before.isEmpty() && rows.isBeingErased(put.tenant())) {
            return rejected(Rejection.TENANT_BEING_ERASED);
        }
        var former = rows.kept(put.tenant());
        var kept = put.retention().after(former);
        var created = before.map(Tenant::createdAt).orElse(now);
        var tenant = new Tenant(put.tenant(), put.metadata(), kept, created, now);
        if (!outbox.publish(tenant)) {
            return rejected(Rejection.TOO_LARGE);
        }
        rows.put(tenant);
        if (!kept.equals(former)) {
            rows.keep(tenant.id(), kept, now);
            kept.ifPresent(own -> outbox.erase(Erasure.past(tenant.id(), own, now)));
        }
        return new Answer.TenantStored(tenant, before.isEmpty());
    }

    private Answer delete(TenantId id, Instant now) {
        return rows.tenant(id)
                .map(tenant -> {
                    rows.subscriptions(id).forEach(row -> delete(row, now));
                    outbox.forget(outbox.topics().tenants(), id);
                    rows.delete(tenant);
                    return (Answer) new Answer.Done();
                })
                .orElseGet(() -> rejected(Rejection.TENANT_NOT_FOUND));
    }

    private Answer create(Subscription draft, Instant now) {
        var before = rows.subscription(draft.key());
        if (rows.tenant(draft.tenant()).isEmpty()) {
            return rejected(Rejection.TENANT_NOT_FOUND);
        }
        if (before.filter(row -> !row.state().deleted()).isPresent()) {
            return rejected(Rejection.DESTINATION_EXISTS);
        }
        if (rows.subscriptions(draft.tenant()).size() >= destinationsAtMost) {
            return rejected(Rejection.TOO_MANY_DESTINATIONS);
        }
        rows.healthy(draft.key()); // how an earlier destination of this id was doing is over
        var row = draft.as(
                before.map(Subscription::incarnation).orElse(0L) + 1,
                before.map(Subscription::version).orElse(0L) + 1,
                given(draft.createdAt(), now),
                given(draft.updatedAt(), now));
        return subscriptions.answer(row, true);
    }

    private Answer update(Subscription merged, boolean resealed, Instant now) {
        return existing(merged.tenant(), merged.id(), row -> {
            if (row.version() != merged.version() || row.incarnation() != merged.incarnation()) {
                return rejected(Rejection.VERSION_MOVED);
            }
            if (merged.state().enabled() && !row.state().enabled()) {
                rows.put(row.key(), rows.health(row.key()).anew()); // as where it is enabled
            }
            var updated = resealed ? row.updatedAt() : now;
            return subscriptions.answer(
                    merged.as(row.incarnation(), row.version() + 1, row.createdAt(), updated), false);
        });
    }

    /** Whoever asks for the state that it is in changes nothing, not even the version. */
    private static Answer unchanged(Subscription row) {
        return new Answer.SubscriptionStored(row, false);
    }

    /** Who enables a destination that was disabled wants it to begin anew. */
    private Answer enable(Subscription row) {
        if (row.state().enabled()) {
            return unchanged(row);
        }
        rows.put(row.key(), rows.health(row.key()).anew());
        return activate(row);
    }

    private Answer activate(Subscription row) {
        return subscriptions.answer(row.in(new SubscriptionState.Active()), false);
    }

    private Answer disable(Subscription row, Instant now) {
        return subscriptions.answer(row.in(new SubscriptionState.Disabled(now)), false);
    }

    private Answer pause(Subscription row, Instant now) {
        return switch (row.state()) {
            case SubscriptionState.Active _ -> subscriptions.answer(row.in(new SubscriptionState.Paused(now)), false);
            case SubscriptionState.Paused _ -> unchanged(row);
            case SubscriptionState.Disabled _, SubscriptionState.Deleted _ -> rejected(Rejection.DESTINATION_DISABLED);
        };
    }

    private Answer resume(Subscription row) {
        return switch (row.state()) {
            case SubscriptionState.Active _ -> unchanged(row);
            case SubscriptionState.Paused _ -> activate(row);
            case SubscriptionState.Disabled _, SubscriptionState.Deleted _ -> rejected(Rejection.DESTINATION_DISABLED);
        };
    }

    private Answer delete(Subscription row, Instant now) {
        return subscriptions.put(row.in(new SubscriptionState.Deleted(now)))
                ? new Answer.Done()
                : rejected(Rejection.TOO_LARGE);
    }

    private Answer retry(Command.RetryDelivery retry, Received received) {
        return rows.event(retry.tenant(), retry.event())
                .map(event -> existing(retry.tenant(), retry.destination(), row -> retry(event, row, received)))
                .orElseGet(() -> rejected(Rejection.EVENT_NOT_FOUND));
    }

    private Answer retry(EventEntry event, Subscription row, Received received) {
        var id = DeliveryId.of(row.tenant(), event.event().id(), row.id());
        var entry = rows.delivery(row.tenant(), id).orElseGet(() -> begun(event, row, id, received.time()));
        return byHand.retry(event, row, entry, pass(entry, received), received.time())
                .map(Manage::rejected)
                .orElseGet(() -> {
                    if (!event.matched().contains(row.id())) {
                        // A destination younger than the event: from now on it is one of its own.
                        rows.change(event.with(row.id()));
                    }
                    return new Answer.Done();
                });
    }

    private static DeliveryEntry begun(EventEntry event, Subscription row, DeliveryId id, Instant now) {
        var of = event.event();
        return DeliveryEntry.inFlight(new DeliveryRef(id, of.tenant(), of.id(), of.topic(), row.id(), row.type()), now);
    }

    private Answer letter(TenantId tenant, DeliveryId delivery, Function<DeliveryEntry, Optional<Rejection>> then) {
        return rows.delivery(tenant, delivery)
                .filter(entry -> entry.state() == DeliveryState.DEAD)
                .map(then)
                .orElse(Optional.of(Rejection.DEAD_LETTER_NOT_FOUND))
                .map(Manage::rejected)
                .orElseGet(Answer.Done::new);
    }

    private Optional<Rejection> discard(DeliveryEntry letter, Instant now) {
        byHand.cancel(letter, CancelReason.DISCARDED, now, now);
        return Optional.empty();
    }

    /**
     * The pass of an attempt by hand. The dispatcher calls no attempt twice, and takes for finished what was cancelled or sent
     * back to be held: after that the number needs a pass that it has not seen.
     */
    private static int pass(DeliveryEntry entry, Received received) {
        return entry.state() == DeliveryState.CANCELLED || entry.state() == DeliveryState.HELD
                ? 1 + (int) (received.at().offset() % FRESH_PASSES)
                : 0;
    }

    private Answer existing(TenantId tenant, DestinationId id, Function<Subscription, Answer> then) {
        if (rows.tenant(tenant).isEmpty()) {
            return rejected(Rejection.TENANT_NOT_FOUND);
        }
        return rows.subscription(new DestinationKey(tenant, id))
                .filter(row -> !row.state().deleted())
                .map(then)
                .orElseGet(() -> rejected(Rejection.DESTINATION_NOT_FOUND));
    }

    /** A draft that names no time carries the epoch. */
    private static Instant given(Instant drafted, Instant now) {
        return Optional.of(drafted).filter(time -> !time.equals(Instant.EPOCH)).orElse(now);
    }

    private static Answer rejected(Rejection why) {
        return new Answer.Rejected(why);
    }
}
