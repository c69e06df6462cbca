package io.spillway.destination.webhook;

import static io.spillway.destination.webhook.SecretTimes.CURRENT;
import static io.spillway.destination.webhook.SecretTimes.NEXT;
import static io.spillway.destination.webhook.SecretTimes.NEXT_FROM;
import static io.spillway.destination.webhook.SecretTimes.PREVIOUS;
import static io.spillway.destination.webhook.SecretTimes.PREVIOUS_UNTIL;
import static io.spillway.destination.webhook.SecretTimes.value;

import io.spillway.destination.Change;
import io.spillway.destination.Prepared;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a webhook's secrets: who may set which, how they are rotated and shown. A tenant rotates and never sets.
 *
 * @param kind what they must look like, which the signature profile decides
 */
record Secrets(SecretKind kind) {

    /** Secrets in clear; of a private key, which no receiver needs, the public one instead. */
    Map<String, String> shown(Map<String, String> credentials, Instant now) {
        var shown = new HashMap<>(SecretTimes.at(credentials, now));
        if (kind == SecretKind.ED25519) {
            for (var key : List.of(CURRENT, PREVIOUS, NEXT)) {
                Optional.ofNullable(shown.remove(key))
                        .flatMap(Ed25519::read)
                        .ifPresent(pair -> shown.put(key.replace("secret", "public_key"), pair.publicKey()));
            }
        }
        return shown;
    }

    /** What is wrong with stored or wanted secrets; none at all is allowed, and then nothing is signed. */
    Optional<String> problem(Map<String, String> credentials) {
        if (value(credentials, CURRENT).isEmpty()) {
            return SecretChange.STORED.stream()
                            .anyMatch(key -> value(credentials, key).isPresent())
                    ? Optional.of(required(CURRENT))
                    : Optional.empty();
        }
        return malformed(credentials, CURRENT)
                .or(() -> pairProblem(credentials, PREVIOUS, PREVIOUS_UNTIL))
                .or(() -> pairProblem(credentials, NEXT, NEXT_FROM));
    }

    /** Generates, rotates, or refuses; whether the result can be used is {@link #problem}'s question. */
    Prepared prepare(Change change) {
        var asked = SecretChange.of(change);
        var rotation = asked.rotation();
        if (rotation.isPresent() && change.before().isEmpty()) {
            return refused("credentials." + rotation.get() + " failed invalid validation");
        }
        var forbidden = SecretChange.STORED.stream()
                .filter(key -> !change.admin() && asked.asked(key).isPresent())
                .findFirst();
        if (forbidden.isPresent()) {
            return refused("credentials." + forbidden.get() + " is forbidden");
        }
        return rotation.isPresent() ? rotated(asked) : ready(asked, kept(asked));
    }

    private Map<String, String> kept(SecretChange asked) {
        var kept = asked.merged();
        var change = asked.change();
        if ((change.before().isEmpty() && kept.isEmpty()) || isOfAnotherKind(asked, kept)) {
            return Map.of(CURRENT, kind.generated(change.random()));
        }
        if (kept.containsKey(PREVIOUS)) {
            kept.putIfAbsent(PREVIOUS_UNTIL, SecretTimes.overlapEnd(change.now()));
        }
        return kept;
    }

    /** As is what was stored before the destination's profile changed. */
    private boolean isOfAnotherKind(SecretChange asked, Map<String, String> kept) {
        return value(kept, CURRENT)
                .filter(secret -> secret.equals(asked.before().get(CURRENT)) && !kind.accepts(secret))
                .isPresent();
    }

    private Prepared rotated(SecretChange asked) {
        var old = value(asked.before(), CURRENT);
        if (old.isEmpty()) {
            return refused(required(CURRENT));
        }
        var fresh = kind.generated(asked.change().random());
        var at = asked.asked(SecretChange.ROTATE_AT);
        if (at.isPresent()) {
            return scheduled(asked, at.get(), fresh);
        }
        if (!kind.accepts(old.get())) {
            return ready(asked, Map.of(CURRENT, fresh));
        }
        var until = asked.asked(PREVIOUS_UNTIL)
                .orElseGet(() -> SecretTimes.overlapEnd(asked.change().now()));
        return ready(asked, Map.of(CURRENT, fresh, PREVIOUS, old.get(), PREVIOUS_UNTIL, until));
    }

    private static Prepared scheduled(SecretChange asked, String at, String fresh) {
        if (SecretTimes.instant(at).filter(asked.change().now()::isBefore).isEmpty()) {
            return refused("credentials." + SecretChange.ROTATE_AT + " must be a time to come");
        }
        var kept = new HashMap<>(asked.before());
        kept.put(NEXT, fresh);
        kept.put(NEXT_FROM, at);
        return ready(asked, kept);
    }

    /** A secret and the time that belongs to it. */
    private Optional<String> pairProblem(Map<String, String> credentials, String secret, String time) {
        var unreadable = value(credentials, time)
                .filter(text -> SecretTimes.instant(text).isEmpty())
                .map(text -> "credentials." + time + " failed pattern validation");
        if (unreadable.isPresent()) {
            return unreadable;
        }
        var has = value(credentials, secret).isPresent();
        return has == value(credentials, time).isPresent()
                ? malformed(credentials, secret)
                : Optional.of(required(has ? time : secret));
    }

    private Optional<String> malformed(Map<String, String> credentials, String key) {
        return value(credentials, key)
                .filter(secret -> !kind.accepts(secret))
                .map(secret -> "credentials." + key + " failed pattern validation");
    }

    private static String required(String key) {
        return "credentials." + key + " is required";
    }

    private static Prepared ready(SecretChange asked, Map<String, String> secrets) {
        return new Prepared.Ready(asked.change().wanted().withCredentials(secrets));
    }

    private static Prepared refused(String problem) {
        return new Prepared.Refused(List.of(problem));
    }
}
