package io.spillway.stream.erase;

import io.spillway.domain.DeliveryRef;
import io.spillway.domain.Erasure;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** What was erased, and when: what comes late about it is not taken for news. */
public final class Erasures {

    private final KeyValueStore<Bytes, Long> store;

    public Erasures(ProcessingContext context) {
        store = context.getStateStore(Stores.ERASED);
    }

    public void note(Erasure erasure) {
        store.put(key(erasure), erasure.until().toEpochMilli());
    }

    /** Whether an event has been erased by its own id, so that who sends it again changes nothing. */
    public boolean covers(TenantId tenant, EventId event) {
        return store.get(Keys.of(tenant, event)) != null;
    }

    /**
     * Whether a delivery that the index does not know may be one that was erased.
     *
     * @param by whether it was there when all of its tenant's events were erased
     */
    public boolean mayCover(DeliveryRef ref, Predicate<Instant> by) {
        return covers(ref.tenant(), ref.event()) || of(ref.tenant()).filter(by).isPresent();
    }

    /** When all of a tenant's events were last erased. */
    public Optional<Instant> of(TenantId tenant) {
        return Optional.ofNullable(store.get(Keys.tenant(tenant))).map(Instant::ofEpochMilli);
    }

    private static Bytes key(Erasure erasure) {
        return switch (erasure.scope()) {
            case Erasure.OneEvent(var event) -> Keys.of(erasure.tenant(), event);
            case Erasure.Past _, Erasure.Everything _ -> Keys.tenant(erasure.tenant());
        };
    }
}
