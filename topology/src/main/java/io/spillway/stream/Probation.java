package io.spillway.stream;

import io.spillway.domain.DisableReason;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.SubscriptionState.Disabled;
import io.spillway.domain.TenantId;
import io.spillway.stream.judge.Watching;
import io.spillway.stream.route.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets destinations try again that too many failures have disabled: the first event of their tenant after a while enables
 * them, one failure short of being disabled again, so that the next outcome decides.
 */
public final class Probation {

    private final Rows rows;
    private final Subscriptions subscriptions;
    private final Announcements announcements;
    private final Watching rules;

    Probation(Rows rows, Subscriptions subscriptions, Announcements announcements, Watching rules) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.announcements = announcements;
        this.rules = rules;
    }

    /** Begins the probation of those of a tenant whose time has come. */
    public void begin(TenantId tenant, Instant now) {
        if (rules.disabling().probeAfter().isPresent()) {
            due(tenant, now).forEach(this::begin);
        }
    }

    private List<Subscription> due(TenantId tenant, Instant now) {
        return subscriptions.of(tenant).stream()
                .map(Wanted::subscription)
                .filter(row -> isDue(row.state(), now))
                .toList();
    }

    private boolean isDue(SubscriptionState state, Instant now) {
        return state instanceof Disabled(var since, var reason)
                && reason == DisableReason.CONSECUTIVE_FAILURE
                && rules.disabling()
                        .probeAfter()
                        .filter(after -> !now.isBefore(since.plus(after)))
                        .isPresent();
    }

    private void begin(Subscription row) {
        var enabled = row.in(new SubscriptionState.Active());
        if (subscriptions.put(enabled)) {
            var key = enabled.key();
            rows.put(
                    key,
                    rows.health(key).withFailures(Math.max(0, rules.failures().orElse(1) - 1)));
            announcements.tell(
                    OperatorTopic.PROBED,
                    enabled.tenant(),
                    enabled.id() + " " + enabled.version(),
                    Particulars.of(enabled),
                    Optional.of(enabled.subject(Optional.empty())));
        }
    }
}
