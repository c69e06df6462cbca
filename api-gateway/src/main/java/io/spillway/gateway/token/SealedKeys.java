package io.spillway.gateway.token;

import io.spillway.destination.Vault;
import io.spillway.domain.Sealed;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.setting.SealedSecret;
import io.spillway.gateway.setting.Settings;
import java.util.Map;

/** The pairs that sign our tokens, as they are kept: sealed. */
public final class SealedKeys {

    private final Settings settings;
    private final Vault vault;
    private final Map<String, Kept> rows;

    private record Kept(Sealed sealed, SigningKey key) {}

    public SealedKeys(Settings settings, Vault vault) {
        this.settings = settings;
        this.vault = vault;
        this.rows = settings.table(
                OwnTokens.ROW,
                bytes -> new Kept(SealedSecret.read(Fields.parse(bytes)).sealed(), SigningKey.read(bytes, vault)));
    }

    /** Seals with the first secret what another one sealed. Throws an {@link ApiException}, unavailable. */
    public void reseal() {
        if (!settings.complete()) {
            throw ApiException.unavailable("the settings have not been read yet");
        }
        rows.forEach((id, kept) -> {
            if (!vault.isCurrent(kept.sealed())) {
                settings.put(OwnTokens.ROW + id, kept.key().bytes(vault));
            }
        });
    }
}
