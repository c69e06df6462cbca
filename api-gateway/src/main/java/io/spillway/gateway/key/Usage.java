package io.spillway.gateway.key;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.setting.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When keys were last used, to within ten minutes: each gateway writes it down only where nobody did since then. */
final class Usage {

    private static final Logger LOG = LoggerFactory.getLogger(Usage.class);
    private static final String ROW = "api-key-used.";
    private static final Duration PRECISION = Duration.ofMinutes(10);

    private final Settings settings;
    private final Map<String, Instant> used;
    private final Set<String> noting = ConcurrentHashMap.newKeySet();

    Usage(Settings settings) {
        this.settings = settings;
        this.used = settings.table(ROW, bytes -> Instant.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    Optional<Instant> last(String id) {
        return Optional.ofNullable(used.get(id));
    }

    /** Returns at once. */
    void note(String id, Instant now) {
        if (last(id).filter(then -> then.plus(PRECISION).isAfter(now)).isEmpty() && noting.add(id)) {
            Thread.startVirtualThread(() -> write(id, now));
        }
    }

    void forget(String id) {
        settings.remove(ROW + id);
    }

    private void write(String id, Instant now) {
        try {
            settings.put(ROW + id, now.toString().getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            LOG.debug("That key {} was used is not written down: {}", id, e.reason());
        } finally {
            noting.remove(id);
        }
    }
}
