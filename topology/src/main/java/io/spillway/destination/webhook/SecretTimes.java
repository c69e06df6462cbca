package io.spillway.destination.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of a webhook's secrets counts when. Nothing has to happen at those times: what is stored says it for every time, so
 * that a scheduled secret signs from its time on, wherever the next attempt is made.
 */
final class SecretTimes {

    static final String CURRENT = "secret";
    static final String PREVIOUS = "previous_secret";
    static final String PREVIOUS_UNTIL = "previous_secret_invalid_at";
    static final String NEXT = "next_secret";
    static final String NEXT_FROM = "next_secret_valid_at";
    private static final Duration OVERLAP = Duration.ofHours(24);

    private SecretTimes() {}

    /** The secrets that sign at this time, the current one first. */
    static List<String> signing(Map<String, String> credentials, Instant at) {
        var then = at(credentials, at);
        var secrets = new ArrayList<String>();
        value(then, CURRENT).ifPresent(secrets::add);
        value(then, PREVIOUS).ifPresent(secrets::add);
        return secrets;
    }

    /** The credentials as they are at this time: a scheduled secret whose time has come is the current one, an expired one is gone. */
    static Map<String, String> at(Map<String, String> credentials, Instant at) {
        var then = new HashMap<>(credentials);
        var turn = value(credentials, NEXT_FROM).flatMap(SecretTimes::instant);
        if (turn.filter(from -> !at.isBefore(from)).isPresent()) {
            then.remove(NEXT_FROM);
            value(credentials, CURRENT).ifPresent(old -> then.put(PREVIOUS, old));
            then.put(PREVIOUS_UNTIL, overlapEnd(turn.get()));
            Optional.ofNullable(then.remove(NEXT)).ifPresent(next -> then.put(CURRENT, next));
        }
        if (expired(then, at)) {
            then.remove(PREVIOUS);
            then.remove(PREVIOUS_UNTIL);
        }
        return then;
    }

    /** When a secret ends that is replaced at this time, unless somebody says otherwise. */
    static String overlapEnd(Instant replaced) {
        return replaced.plus(OVERLAP).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<String> value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /** A previous secret without a readable end has none: the doubt goes against the old secret. */
    private static boolean expired(Map<String, String> credentials, Instant at) {
        return value(credentials, PREVIOUS_UNTIL)
                .flatMap(SecretTimes::instant)
                .map(until -> !at.isBefore(until))
                .orElse(true);
    }
}
