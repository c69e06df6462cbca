package io.spillway.gateway.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The signing keys of this deployment, the oldest first, and which of them does what. A new key is shown to everybody
 * before it signs, and an old one is believed until every token that it signed has run out.
 */
record KeyRing(List<SigningKey> byAge) {

    /** How long a key is in the key set before it signs: longer than others keep a copy of the set. */
    static final Duration ANNOUNCED = Duration.ofMinutes(5);
    /** The longest that a token of ours runs, and what clocks may differ. */
    private static final Duration NEEDED = OwnTokens.LONGEST.plusMinutes(5);

    static KeyRing of(Collection<SigningKey> keys) {
        return new KeyRing(keys.stream()
                .sorted(Comparator.comparing(SigningKey::createdAt).thenComparing(SigningKey::id))
                .toList());
    }

    Optional<SigningKey> newest() {
        return byAge.isEmpty() ? Optional.empty() : Optional.of(byAge.getLast());
    }

    /** The newest that was announced long enough; as long as there is none, the oldest. */
    Optional<SigningKey> signing(Instant now) {
        return byAge.reversed().stream()
                .filter(key -> !signsFrom(key).isAfter(now))
                .findFirst()
                .or(() -> byAge.stream().findFirst());
    }

    /** Those that somebody may still hold a token of, or will. */
    List<SigningKey> believed(Instant now) {
        return byAge.subList(firstNeeded(now), byAge.size());
    }

    /** The others. */
    List<SigningKey> spent(Instant now) {
        return byAge.subList(0, firstNeeded(now));
    }

    static Instant signsFrom(SigningKey key) {
        return key.createdAt().plus(ANNOUNCED);
    }

    /** A key is needed until its successor has signed for as long as the longest token runs. */
    private int firstNeeded(Instant now) {
        for (var i = byAge.size() - 1; i > 0; i--) {
            if (!signsFrom(byAge.get(i)).plus(NEEDED).isAfter(now)) {
                return i;
            }
        }
        return 0;
    }
}
