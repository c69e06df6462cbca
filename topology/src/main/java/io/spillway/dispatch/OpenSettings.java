package io.spillway.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.destination.Opened;
import io.spillway.destination.Settings;
import io.spillway.destination.Vault;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens destinations' settings and keeps them open for a while, each version of each incarnation by itself. */
final class OpenSettings {

    private static final int AT_MOST = 10_000;
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final Vault vault;
    private final Cache<Version, Settings> open =
            Caffeine.newBuilder().maximumSize(AT_MOST).expireAfterAccess(UNUSED).build();

    private record Version(DestinationKey key, long incarnation, long version) {}

    OpenSettings(Vault vault) {
        this.vault = vault;
    }

    Opened of(Delivery delivery) {
        var target = delivery.target();
        var version = new Version(delivery.key(), target.incarnation(), target.version());
        @Nullable Settings known = open.getIfPresent(version);
        if (known != null) {
            return new Opened.Readable(known);
        }
        var opened = vault.open(delivery.key(), target.settings());
        if (opened instanceof Opened.Readable(var settings)) {
            open.put(version, settings);
        }
        return opened;
    }
}
