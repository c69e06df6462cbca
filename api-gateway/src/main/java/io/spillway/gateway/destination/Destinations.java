package io.spillway.gateway.destination;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Health;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.request.Rejections;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.SubscriptionRow;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A tenant's destinations, to be found and changed by routes of any dialect. What there is not is refused with 404. */
public final class Destinations {

    private static final int MERGES = 5;

    private final Changes changes;
    private final Queries queries;
    private final Draft draft;
    private final Safe safe;

    public Destinations(Changes changes, Queries queries, Draft draft, Safe safe) {
        this.changes = changes;
        this.queries = queries;
        this.draft = draft;
        this.safe = safe;
    }

    /** Those that are wanted, the oldest first. */
    public List<DestinationView> all(TenantId tenant, Predicate<SubscriptionRow> wanted) {
        var rows = queries.subscriptions(tenant);
        if (rows.isEmpty()) {
            requireTenant(tenant);
        }
        return rows.stream().filter(wanted).map(safe::view).toList();
    }

    public DestinationView get(DestinationKey key) {
        return safe.view(row(key));
    }

    /** @param fields a destination as the contract writes it */
    public DestinationView create(TenantId tenant, Fields fields, Caller caller) {
        requireTenant(tenant);
        return shown(changes.make(new Command.CreateDestination(draft.create(tenant, fields, caller))));
    }

    /**
     * Merges into what it read, and reads again where somebody else was quicker.
     *
     * @param patch a merge patch of the contract's form, for the destination as it is read
     */
    public DestinationView change(DestinationKey key, Function<Subscription, Fields> patch, Caller caller) {
        for (var turn = 1; turn <= MERGES; turn++) {
            var before = row(key).subscription();
            switch (changes.ask(new Command.UpdateDestination(draft.merge(before, patch.apply(before), caller)))) {
                case Answer.Rejected(var rejection) when rejection == Rejection.VERSION_MOVED -> {}
                case Answer.Rejected(var rejection) -> throw Rejections.of(rejection);
                case Answer answer -> {
                    return shown(answer);
                }
            }
        }
        throw Rejections.of(Rejection.VERSION_MOVED);
    }

    public void delete(DestinationKey key) {
        changes.make(new Command.DeleteDestination(key.tenant(), key.destination()));
    }

    public DestinationView enable(DestinationKey key) {
        return shown(changes.make(new Command.EnableDestination(key.tenant(), key.destination())));
    }

    public DestinationView disable(DestinationKey key) {
        return shown(changes.make(new Command.DisableDestination(key.tenant(), key.destination())));
    }

    DestinationView pause(DestinationKey key) {
        return shown(changes.make(new Command.PauseDestination(key.tenant(), key.destination())));
    }

    DestinationView resume(DestinationKey key) {
        return shown(changes.make(new Command.ResumeDestination(key.tenant(), key.destination())));
    }

    /** How it is doing stands in another row, which did not change. */
    private DestinationView shown(Answer answer) {
        var changed = stored(answer);
        var health = queries.subscription(changed.tenant(), changed.id())
                .map(SubscriptionRow::health)
                .orElse(Health.OK);
        return safe.view(new SubscriptionRow(changed, health));
    }

    private static Subscription stored(Answer answer) {
        if (answer instanceof Answer.SubscriptionStored(var subscription, var created)) {
            return subscription;
        }
        throw new IllegalStateException("a change to a destination is answered with the subscription");
    }

    private SubscriptionRow row(DestinationKey key) {
        var row = queries.subscription(key.tenant(), key.destination());
        if (row.isEmpty()) {
            requireTenant(key.tenant());
        }
        return row.orElseThrow(() -> ApiException.notFound("destination"));
    }

    private void requireTenant(TenantId tenant) {
        if (queries.tenant(tenant).isEmpty()) {
            throw ApiException.notFound("tenant");
        }
    }
}
