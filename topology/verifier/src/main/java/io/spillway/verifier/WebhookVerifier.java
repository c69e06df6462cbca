package io.spillway.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether requests come from Spillway as they are.
 *
 * <pre>{@code
 * var verifier = WebhookVerifier.of(Profile.STANDARD, System.getenv("WEBHOOK_SECRET"));
 * if (!verifier.verify(request::getHeader, body).isGenuine()) {
 *     response.setStatus(401);
 *     return;
 * }
 * }</pre>
 *
 * <p>Give it the body's bytes as they arrived, before anything parses them. While a secret is rotated give it both. A genuine
 * request may still be a repeat: know those by the event's id. Safe for use by many threads.
 */
public final class WebhookVerifier {

    private static final Duration USUAL = Duration.ofMinutes(5);

    private final Profile profile;
    private final List<Key> keys;
    private final Duration tolerance;

    private WebhookVerifier(Profile profile, List<Key> keys, Duration tolerance) {
        this.profile = profile;
        this.keys = keys;
        this.tolerance = tolerance;
    }

    /**
     * A verifier that takes what was signed at most 5 minutes before or after now.
     *
     * @param secrets as the destination shows them, the public key for {@link Profile#STANDARD_V1A}; any of them will do
     * @throws IllegalArgumentException where there is none, or one that this profile cannot have
     */
    public static WebhookVerifier of(Profile profile, String... secrets) {
        if (secrets.length == 0) {
            throw new IllegalArgumentException("at least one secret is needed");
        }
        return new WebhookVerifier(profile, Stream.of(secrets).map(profile::key).toList(), USUAL);
    }

    /** The same verifier with another tolerance. */
    public WebhookVerifier tolerating(Duration other) {
        return new WebhookVerifier(profile, keys, Objects.requireNonNull(other));
    }

    /** @param headers name → value, whatever the case of the name; null where there is none, as {@code request::getHeader} */
    public Verdict verify(Function<String, @Nullable String> headers, byte[] body) {
        return verify(headers, body, Instant.now());
    }

    /** As {@link #verify(Function, byte[])} at another time, for tests. */
    public Verdict verify(Function<String, @Nullable String> headers, byte[] body, Instant now) {
        return profile.claim(new Headers(headers), body)
                .map(claim -> verdict(claim, now))
                .orElse(Verdict.UNREADABLE);
    }

    private Verdict verdict(Claim claim, Instant now) {
        if (claim.signatures().isEmpty()) {
            return Verdict.UNREADABLE;
        }
        var fits = false;
        for (var signature : claim.signatures()) {
            for (var key : keys) {
                fits |= key.fits(signature, claim.signed());
            }
        }
        if (!fits) {
            return Verdict.FORGED;
        }
        return claim.at().map(at -> age(Duration.between(at, now))).orElse(Verdict.GENUINE);
    }

    private Verdict age(Duration age) {
        if (age.compareTo(tolerance) > 0) {
            return Verdict.TOO_OLD;
        }
        return age.negated().compareTo(tolerance) > 0 ? Verdict.TOO_NEW : Verdict.GENUINE;
    }
}
