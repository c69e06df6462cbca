package io.spillway.stream.erase;

import io.spillway.domain.Erasure;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.TenantId;
import io.spillway.stream.Outbox;
import io.spillway.stream.Rows;
import io.spillway.stream.Subscriptions;
import java.time.Instant;
import java.util.Optional;

/** Forgets: the tenant and its destinations at once, events as the job meets them, then what was left without an event. */
public final class Eraser {

    private static final int TOGETHER = 500;

    private final Rows rows;
    private final Subscriptions subscriptions;
    private final Outbox outbox;

    public Eraser(Rows rows, Subscriptions subscriptions, Outbox outbox) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.outbox = outbox;
    }

    /** Remembers what is erased, so that nothing of it comes back, and tells whoever else keeps it. */
    public void begin(Job job, Erasure erasure) {
        rows.note(erasure);
        outbox.erase(erasure);
        switch (erasure.scope()) {
            case Erasure.OneEvent(var event) -> event(erasure.tenant(), event);
            case Erasure.Everything _ -> tenant(erasure.tenant(), job.createdAt());
            case Erasure.Past _ -> {}
        }
    }

    public void event(TenantId tenant, EventId event) {
        rows.event(tenant, event).ifPresent(rows::forget);
    }

    /** What is held and what waits for another attempt is cancelled, as where a tenant is deleted. */
    private void tenant(TenantId id, Instant now) {
        rows.everySubscription(id).forEach(row -> {
            rows.healthy(row.key());
            if (!subscriptions.put(row.erased(now))) {
                throw new IllegalStateException("what is left of a destination is smaller than what it was");
            }
        });
        rows.jobs(id).stream().filter(job -> job.state().ended()).forEach(rows::delete);
        rows.tenant(id).ifPresent(tenant -> {
            outbox.forget(outbox.topics().tenants(), id);
            rows.delete(tenant);
        });
        rows.keep(id, Optional.empty(), now);
    }

    /** Forgets some of what is left when all events have been met; returns whether there may be more. */
    public boolean goesOn(Job job) {
        return job.isErasingTheTenant() && rows.forgetDeliveries(job.tenant(), TOGETHER) == TOGETHER;
    }
}
