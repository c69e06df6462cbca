package io.spillway.destination.webhook;

import io.spillway.destination.Change;
import io.spillway.destination.Prepared;
import io.spillway.destination.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of a webhook's secrets: the current one, and the previous one until it expires. */
final class Secrets {

    static final String CURRENT = "secret";
    static final String PREVIOUS = "previous_secret";
    static final String PREVIOUS_UNTIL = "previous_secret_invalid_at";
    private static final String ROTATE = "rotate_secret";
    private static final List<String> STORED = List.of(CURRENT, PREVIOUS, PREVIOUS_UNTIL);
    private static final Set<String> YES = Set.of("true", "1", "on", "yes");
    private static final Duration OVERLAP = Duration.ofHours(24);

    private Secrets() {}

    /** The secrets that sign at this time, the current one first. */
    static List<String> signing(Map<String, String> credentials, Instant at) {
        var secrets = new ArrayList<String>();
        value(credentials, CURRENT).ifPresent(secrets::add);
        value(credentials, PREVIOUS)
                .filter(previous -> !expired(credentials, at))
                .ifPresent(secrets::add);
        return secrets;
    }

    static Map<String, String> shown(Map<String, String> credentials, Instant now) {
        var shown = new HashMap<>(credentials);
        if (expired(credentials, now)) {
            shown.remove(PREVIOUS);
            shown.remove(PREVIOUS_UNTIL);
        }
        return shown;
    }

    /** What is wrong with stored or wanted secrets; none at all is allowed, and then nothing is signed. */
    static Optional<String> problem(Settings settings, Signing signing) {
        var credentials = settings.credentials();
        var current = value(credentials, CURRENT);
        var previous = value(credentials, PREVIOUS);
        var until = value(credentials, PREVIOUS_UNTIL);
        if (current.isEmpty()) {
            return previous.isPresent() || until.isPresent() ? Optional.of(required(CURRENT)) : Optional.empty();
        }
        if (!signing.accepts(current.get())) {
            return Optional.of(malformed(CURRENT));
        }
        if (until.isPresent() && instant(until.get()).isEmpty()) {
            return Optional.of(malformed(PREVIOUS_UNTIL));
        }
        if (previous.isPresent() && !signing.accepts(previous.get())) {
            return Optional.of(malformed(PREVIOUS));
        }
        if (previous.isPresent() != until.isPresent()) {
            return Optional.of(required(previous.isPresent() ? PREVIOUS_UNTIL : PREVIOUS));
        }
        return Optional.empty();
    }

    /** Generates, rotates, or refuses; whether the result can be used is {@link #problem}'s question. */
    static Prepared prepare(Change change, Signing signing) {
        var wanted = change.wanted().credentials();
        var rotating = YES.contains(wanted.getOrDefault(ROTATE, "").toLowerCase(Locale.ROOT));
        if (rotating && change.before().isEmpty()) {
            return refused("credentials." + ROTATE + " failed invalid validation");
        }
        var before = change.before().map(Settings::credentials).orElse(Map.of());
        if (!change.admin()) {
            var forbidden =
                    STORED.stream().filter(key -> differs(key, wanted, before)).findFirst();
            if (forbidden.isPresent()) {
                return refused("credentials." + forbidden.get() + " is forbidden");
            }
        }
        if (rotating) {
            return rotated(change, before, signing);
        }
        var kept = stored(change.admin() ? wanted : before);
        if (change.before().isEmpty() && kept.isEmpty()) {
            kept.put(CURRENT, signing.newSecret(change.random()));
        }
        if (kept.containsKey(PREVIOUS)) {
            kept.putIfAbsent(PREVIOUS_UNTIL, overlapEnd(change.now()));
        }
        return new Prepared.Ready(change.wanted().withCredentials(kept));
    }

    private static Prepared rotated(Change change, Map<String, String> before, Signing signing) {
        var old = value(before, CURRENT);
        if (old.isEmpty()) {
            return refused(required(CURRENT));
        }
        var wanted = change.wanted().credentials();
        // Settings arrive merged: an expiry equal to the stored one is the last rotation's, not a wish for this one.
        var until = differs(PREVIOUS_UNTIL, wanted, before) ? wanted.get(PREVIOUS_UNTIL) : overlapEnd(change.now());
        return new Prepared.Ready(change.wanted()
                .withCredentials(Map.of(
                        CURRENT, signing.newSecret(change.random()), PREVIOUS, old.get(), PREVIOUS_UNTIL, until)));
    }

    private static String overlapEnd(Instant now) {
        return now.plus(OVERLAP).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static boolean differs(String key, Map<String, String> wanted, Map<String, String> before) {
        return value(wanted, key)
                .filter(value -> !value.equals(before.get(key)))
                .isPresent();
    }

    private static Map<String, String> stored(Map<String, String> credentials) {
        var stored = new LinkedHashMap<String, String>();
        STORED.forEach(key -> value(credentials, key).ifPresent(value -> stored.put(key, value)));
        return stored;
    }

    /** A previous secret without a readable end has none: the doubt goes against the old secret. */
    private static boolean expired(Map<String, String> credentials, Instant at) {
        return value(credentials, PREVIOUS_UNTIL)
                .flatMap(Secrets::instant)
                .map(until -> !at.isBefore(until))
                .orElse(true);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    private static String required(String key) {
        return "credentials." + key + " is required";
    }

    private static String malformed(String key) {
        return "credentials." + key + " failed pattern validation";
    }

    private static Prepared refused(String problem) {
        return new Prepared.Refused(List.of(problem));
    }
}
