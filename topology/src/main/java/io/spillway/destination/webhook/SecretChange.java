package io.spillway.destination.webhook;

import static io.spillway.destination.webhook.SecretTimes.value;

import io.spillway.destination.Change;
import io.spillway.destination.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody asks for of a webhook's secrets. Settings arrive merged over the stored ones, so only what differs from those
 * is asked for; and what a reader was shown, which may have moved on since it was stored, may be sent back.
 *
 * @param before as they are now, after rotations whose time has come
 */
record SecretChange(Change change, Map<String, String> stored, Map<String, String> before) {

    static final List<String> STORED = List.of(
            SecretTimes.CURRENT,
            SecretTimes.PREVIOUS,
            SecretTimes.PREVIOUS_UNTIL,
            SecretTimes.NEXT,
            SecretTimes.NEXT_FROM);
    static final String ROTATE = "rotate_secret";
    static final String ROTATE_AT = "rotate_secret_at";
    private static final Set<String> YES = Set.of("true", "1", "on", "yes");

    static SecretChange of(Change change) {
        var stored = change.before().map(Settings::credentials).orElse(Map.of());
        return new SecretChange(change, stored, only(SecretTimes.at(stored, change.now())));
    }

    /** The field that asks for a rotation, if one does. */
    Optional<String> rotation() {
        return YES.contains(wanted().getOrDefault(ROTATE, "").toLowerCase(Locale.ROOT))
                ? Optional.of(ROTATE)
                : asked(ROTATE_AT).map(at -> ROTATE_AT);
    }

    /** The value that is asked for. */
    Optional<String> asked(String key) {
        return value(wanted(), key).filter(value -> !value.equals(stored.get(key)) && !value.equals(before.get(key)));
    }

    /** What is stored when nothing is rotated; a tenant may only call a scheduled rotation off. */
    Map<String, String> merged() {
        var merged = new HashMap<>(before);
        if (change.admin()) {
            STORED.stream().filter(this::isDropped).forEach(merged::remove);
            STORED.forEach(key -> asked(key).ifPresent(value -> merged.put(key, value)));
        }
        if (isDropped(SecretTimes.NEXT)) {
            merged.remove(SecretTimes.NEXT);
            merged.remove(SecretTimes.NEXT_FROM);
        }
        return merged;
    }

    /** Keys only. */
    @Override
    public String toString() {
        return "SecretChange[stored=" + stored.keySet() + ", before=" + before.keySet() + "]";
    }

    private boolean isDropped(String key) {
        return value(stored, key).isPresent() && value(wanted(), key).isEmpty();
    }

    private Map<String, String> wanted() {
        return change.wanted().credentials();
    }

    private static Map<String, String> only(Map<String, String> credentials) {
        var kept = new HashMap<String, String>();
        STORED.forEach(key -> value(credentials, key).ifPresent(value -> kept.put(key, value)));
        return kept;
    }
}
