package io.spillway.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How webhooks are signed: which bytes, with which algorithm, in which headers. */
public enum SignatureProfile {
    /** HMAC-SHA256 in {@code x-outpost-signature}. */
    DEFAULT,
    /** Standard Webhooks, symmetric. */
    STANDARD,
    /** Standard Webhooks with an Ed25519 signature. */
    STANDARD_V1A,
    HARBORHOOK,
    ALGOHIRE,
    HOOK0_V0,
    HOOK0_V1;

    /** The word that REST and records use, as {@code standard-v1a}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SignatureProfile> of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word().equals(word))
                .findFirst();
    }
}
