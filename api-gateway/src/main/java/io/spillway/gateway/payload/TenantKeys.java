package io.spillway.gateway.payload;

import io.spillway.destination.Vault;
import io.spillway.domain.Erasure;
import io.spillway.domain.TenantId;
import io.spillway.gateway.setting.Settings;
import io.spillway.payload.PayloadKey;
import io.spillway.payload.PayloadKeys;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The keys of tenants, among the settings, sealed. Two gateways that make a tenant's first at the same moment make two:
 * both stay, either opens what it has sealed. Threads may share it.
 */
public final class TenantKeys implements PayloadKeys {

    private static final String ROW = "payload-key.";

    private final Settings settings;
    private final Vault vault;
    private final Map<TenantId, Set<String>> ids;
    private final Map<String, KeptKey> rows;

    public TenantKeys(Settings settings, Vault vault) {
        var seen = new ConcurrentHashMap<TenantId, Set<String>>();
        this.settings = settings;
        this.vault = vault;
        this.ids = seen;
        this.rows = settings.table(ROW, bytes -> {
            var kept = KeptKey.read(bytes, vault);
            seen.computeIfAbsent(kept.key().tenant(), any -> ConcurrentHashMap.newKeySet())
                    .add(kept.key().id());
            return kept;
        });
    }

    @Override
    public Optional<PayloadKey> find(String id) {
        return Optional.ofNullable(rows.get(id)).map(KeptKey::key);
    }

    /** The key that a tenant's events are sealed with, if it has one. */
    Optional<PayloadKey> of(TenantId tenant) {
        return every(tenant).min(Comparator.comparing(PayloadKey::id));
    }

    /** Gives a tenant its first key. Throws an {@code ApiException}, unavailable. */
    synchronized PayloadKey make(TenantId tenant) {
        return of(tenant).orElseGet(() -> {
            var key = PayloadKey.random(tenant);
            settings.put(ROW + key.id(), KeptKey.of(key, vault).bytes());
            return key;
        });
    }

    /** What was sealed for a tenant that is erased opens no more, wherever it lies. Throws an {@code ApiException}. */
    public void forget(Erasure erasure) {
        switch (erasure.scope()) {
            case Erasure.Everything _ -> drop(erasure.tenant());
            case Erasure.OneEvent _, Erasure.Past _ -> {}
        }
    }

    private void drop(TenantId tenant) {
        every(tenant).toList().forEach(key -> settings.remove(ROW + key.id()));
        ids.remove(tenant);
    }

    /** Seals with the first secret what another one sealed. Throws an {@code ApiException}, unavailable. */
    public void reseal() {
        rows.forEach((id, kept) -> {
            if (!vault.isCurrent(kept.sealed())) {
                settings.put(ROW + id, KeptKey.of(kept.key(), vault).bytes());
            }
        });
    }

    private Stream<PayloadKey> every(TenantId tenant) {
        return ids.getOrDefault(tenant, Set.of()).stream().flatMap(id -> find(id).stream());
    }
}
