package io.spillway.stream.expire;

import io.spillway.domain.TenantId;
import io.spillway.stream.Stores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How long rows of each tenant are kept. Most have no retention of their own; one that a tenant has outlives the tenant,
 * since its rows do. They stand in the index of hours, behind all hours.
 */
public final class Retentions {

    /** Begins the keys; larger than that of every {@link Kind}. */
    private static final byte CODE = 16;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Retention everybodys;

    public Retentions(ProcessingContext context, Retention everybodys) {
        store = context.getStateStore(Stores.EXPIRIES);
        this.everybodys = everybodys;
    }

    /** What holds where a tenant has nothing of its own. */
    Retention everybodys() {
        return everybodys;
    }

    public Retention of(TenantId tenant) {
        return own(tenant).map(everybodys::within).orElse(everybodys);
    }

    public Optional<Duration> own(TenantId tenant) {
        return Optional.ofNullable(store.get(key(tenant))).map(Retentions::read);
    }

    /** All that tenants have of their own. */
    Map<TenantId, Duration> owned() {
        var found = new HashMap<TenantId, Duration>();
        try (var rows = store.range(new Bytes(new byte[] {CODE}), new Bytes(new byte[] {CODE + 1}))) {
            rows.forEachRemaining(row -> found.put(tenant(row.key), read(row.value)));
        }
        return found;
    }

    public void put(TenantId tenant, Optional<Duration> own) {
        own.ifPresentOrElse(
                retention -> store.put(
                        key(tenant),
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(retention.toMillis())
                                .array()),
                () -> store.delete(key(tenant)));
    }

    private static Duration read(byte[] row) {
        return Duration.ofMillis(ByteBuffer.wrap(row).getLong());
    }

    private static TenantId tenant(Bytes key) {
        return new TenantId(new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8));
    }

    private static Bytes key(TenantId tenant) {
        var id = tenant.value().getBytes(StandardCharsets.UTF_8);
        return new Bytes(ByteBuffer.allocate(1 + id.length).put(CODE).put(id).array());
    }
}
