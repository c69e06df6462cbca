package io.spillway.destination.transform;

import io.spillway.domain.TenantId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets each tenant do one thing at a time, so that one with slow expressions waits for itself rather than lets others wait. */
final class Turns {

    private final Map<TenantId, Turn> turns = new ConcurrentHashMap<>();

    /** @param users those who wait, and the one who works */
    private record Turn(Semaphore free, int users) {

        Turn with(int more) {
            return new Turn(free, users + more);
        }
    }

    /** @return false where it did not come to its turn by {@code deadline} (of {@link System#nanoTime()}) */
    boolean begin(TenantId tenant, long deadline) throws InterruptedException {
        var turn = turns.merge(tenant, new Turn(new Semaphore(1, true), 1), (known, one) -> known.with(1));
        var begun = false;
        try {
            begun = turn.free().tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return begun;
        } finally {
            if (!begun) {
                leave(tenant);
            }
        }
    }

    void end(TenantId tenant) {
        Objects.requireNonNull(turns.get(tenant)).free().release();
        leave(tenant);
    }

    int tenants() {
        return turns.size();
    }

    private void leave(TenantId tenant) {
        turns.computeIfPresent(tenant, (id, turn) -> turn.users() == 1 ? null : turn.with(-1));
    }
}
