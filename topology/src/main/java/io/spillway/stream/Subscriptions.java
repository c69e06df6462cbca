package io.spillway.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.domain.Answer;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import io.spillway.stream.hold.Held;
import io.spillway.stream.route.Wanted;
import java.util.List;

/**
 * The subscriptions of a task: the rows, and the same compiled for matching, kept for the tenants that were busy last.
 * Every change of a row goes through here, so that what is compiled is never older than the rows.
 */
public final class Subscriptions {

    private static final int BYTES_EACH = 2_048;

    private final Rows rows;
    private final Outbox outbox;
    private final Announcements announcements;
    private final Held held;
    private final Cache<TenantId, List<Wanted>> compiled;

    Subscriptions(Rows rows, Outbox outbox, Announcements announcements, Held held) {
        this.rows = rows;
        this.outbox = outbox;
        this.announcements = announcements;
        this.held = held;
        // A quarter of the heap for all tasks, which may be on this node alone.
        var quarter = Runtime.getRuntime().maxMemory() / 4;
        compiled = Caffeine.newBuilder()
                .maximumWeight(quarter / BYTES_EACH / outbox.topics().sizes().partitions())
                .weigher((TenantId tenant, List<Wanted> all) -> all.size() + 1)
                .executor(Runnable::run)
                .build();
    }

    /** What the tenant's destinations want, disabled ones included. */
    public List<Wanted> of(TenantId tenant) {
        return compiled.get(
                tenant, key -> rows.subscriptions(key).stream().map(Wanted::by).toList());
    }

    /**
     * Stores a row and tells everybody who follows subscriptions.
     *
     * @return whether it was small enough to be told; where not, nothing was changed
     */
    public boolean put(Subscription row) {
        if (!outbox.publish(row)) {
            return false;
        }
        var key = new DestinationKey(row.tenant(), row.id());
        var status = row.status();
        if (!outbox.send(outbox.topics().destinations(), key, status)) {
            throw new IllegalStateException("a destination's status is far smaller than any record may be");
        }
        store(row);
        return true;
    }

    private void store(Subscription row) {
        var before = toldOf(row.tenant());
        rows.put(row);
        compiled.invalidate(row.tenant());
        announcements.changed(row, before, toldOf(row.tenant()));
        held.changed(row);
    }

    /** A tenant's subscriptions, where it is told how they change. */
    private List<Subscription> toldOf(TenantId tenant) {
        return announcements.wants(OperatorTopic.SUBSCRIPTION_UPDATED) ? rows.subscriptions(tenant) : List.of();
    }

    /** Stores a row and says so; a row that is too large is refused. */
    public Answer answer(Subscription row, boolean created) {
        return put(row) ? new Answer.SubscriptionStored(row, created) : new Answer.Rejected(Rejection.TOO_LARGE);
    }
}
