package io.spillway.gateway.payload;

import io.spillway.destination.Vault;
import io.spillway.domain.Erasure;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.setting.Settings;
import io.spillway.payload.PayloadKey;
import io.spillway.payload.PayloadKeys;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The keys of tenants, among the settings, sealed. Two gateways that make a tenant's first at the same moment make two:
 * both stay, either opens what it has sealed. A key that was made before its tenant was erased counts nowhere, also
 * where somebody writes it again. Threads may share it.
 */
public final class TenantKeys implements PayloadKeys {

    private static final String ROW = "payload-key.";
    private static final String ERASED = "payload-keys-erased.";

    private final Settings settings;
    private final Vault vault;
    private final boolean sealing;
    private final Map<TenantId, Set<String>> ids;
    private final Map<String, KeptKey> rows;
    private final Map<String, Instant> erased;
    private final Map<TenantId, Object> making = new ConcurrentHashMap<>();

    /** @param sealing whether tenants are given keys here, and not only those used that they have */
    public TenantKeys(Settings settings, Vault vault, boolean sealing) {
        var seen = new ConcurrentHashMap<TenantId, Set<String>>();
        this.settings = settings;
        this.vault = vault;
        this.sealing = sealing;
        this.ids = seen;
        this.erased = settings.table(
                ERASED, bytes -> Fields.parse(bytes).time("erased_at").orElseThrow());
        this.rows = settings.table(ROW, bytes -> {
            var kept = KeptKey.read(bytes, vault);
            seen.computeIfAbsent(kept.key().tenant(), any -> ConcurrentHashMap.newKeySet())
                    .add(kept.key().id());
            return kept;
        });
    }

    @Override
    public Optional<PayloadKey> find(String id) {
        return Optional.ofNullable(rows.get(id)).filter(this::counts).map(KeptKey::key);
    }

    /** The key that a tenant's events are sealed with, if it has one. */
    Optional<PayloadKey> of(TenantId tenant) {
        return kept(tenant).filter(this::counts).map(KeptKey::key).min(Comparator.comparing(PayloadKey::id));
    }

    /** Gives a tenant its first key; other tenants need not wait. Throws an {@link ApiException}, unavailable. */
    PayloadKey make(TenantId tenant) {
        var turn = making.computeIfAbsent(tenant, any -> new Object());
        synchronized (turn) {
            try {
                return of(tenant).orElseGet(() -> first(tenant));
            } finally {
                making.remove(tenant, turn);
            }
        }
    }

    private PayloadKey first(TenantId tenant) {
        var key = PayloadKey.random(tenant);
        // Clocks differ: this one is made after the erasure that is known here.
        var now = Stream.concat(
                        Stream.of(Instant.now()), erased(tenant).stream().map(at -> at.plusMillis(1)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (!write(KeptKey.of(key, now, vault))) {
            throw ApiException.unavailable("the tenant is being erased; try again");
        }
        return key;
    }

    /** What was sealed for a tenant that is erased opens no more, wherever it lies. Throws an {@code ApiException}. */
    public void forget(Erasure erasure) {
        switch (erasure.scope()) {
            case Erasure.Everything _ -> drop(erasure.tenant(), erasure.until());
            case Erasure.OneEvent _, Erasure.Past _ -> {}
        }
    }

    private void drop(TenantId tenant, Instant until) {
        if (!sealing && kept(tenant).findAny().isEmpty()) {
            return;
        }
        // This first: whoever writes a key after it finds it and takes the key back, and what came before it is seen
        // here. No clock has a say in whether a key that is dropped here counts.
        Instant last;
        do {
            last = latest(tenant, until);
            settings.put(ERASED + tenant, row(last));
        } while (latest(tenant, until).isAfter(last));
        kept(tenant).toList().forEach(kept -> remove(kept.key()));
    }

    private Instant latest(TenantId tenant, Instant until) {
        return Stream.of(Stream.of(until), erased(tenant).stream(), kept(tenant).map(KeptKey::createdAt))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static byte[] row(Instant erasedAt) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("erased_at", erasedAt.toString());
            json.writeEndObject();
        });
    }

    /** Seals with the first secret what another one sealed. Throws an {@code ApiException}, unavailable. */
    public void reseal() {
        rows.values().stream()
                .filter(kept -> counts(kept) && !vault.isCurrent(kept.sealed()))
                .forEach(kept -> {
                    var unused = write(KeptKey.of(kept.key(), kept.createdAt(), vault));
                });
    }

    /** @return false where its tenant was erased meanwhile, and it is gone */
    private boolean write(KeptKey kept) {
        settings.put(ROW + kept.key().id(), kept.bytes());
        if (!counts(kept)) {
            remove(kept.key());
            return false;
        }
        return true;
    }

    private void remove(PayloadKey key) {
        settings.remove(ROW + key.id());
    }

    /** Whether it was made after its tenant's last erasure. */
    private boolean counts(KeptKey kept) {
        return erased(kept.key().tenant()).stream().allMatch(kept.createdAt()::isAfter);
    }

    private Optional<Instant> erased(TenantId tenant) {
        return Optional.ofNullable(erased.get(tenant.value()));
    }

    private Stream<KeptKey> kept(TenantId tenant) {
        return ids.getOrDefault(tenant, Set.of()).stream().flatMap(id -> Optional.ofNullable(rows.get(id)).stream());
    }
}
