package io.spillway.destination.webhook;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a signing secret looks like. */
enum SecretKind {

    /** Any text; its UTF-8 bytes are the key. */
    TEXT {
        @Override
        String generated(RandomGenerator random) {
            return MARK + HexFormat.of().formatHex(bytes(random));
        }

        /** A private key must not become a shared secret by a change of the profile. */
        @Override
        boolean accepts(String secret) {
            return !secret.isEmpty() && !secret.startsWith(Ed25519.PRIVATE_MARK);
        }
    },

    /** {@code whsec_} and a key in Base64, as the Standard Webhooks specification has it for its {@code v1}. */
    BASE64 {
        @Override
        String generated(RandomGenerator random) {
            return MARK + Base64.getEncoder().encodeToString(bytes(random));
        }

        @Override
        boolean accepts(String secret) {
            return decoded(secret).isPresent();
        }
    },

    /** {@code whsk_} and a private key in Base64, as the specification has it for its {@code v1a}. */
    ED25519 {
        @Override
        String generated(RandomGenerator random) {
            return Ed25519.generated(random).secret();
        }

        @Override
        boolean accepts(String secret) {
            return Ed25519.read(secret).filter(Ed25519::isPair).isPresent();
        }

        @Override
        boolean signs(String secret) {
            return Ed25519.read(secret).isPresent();
        }
    };

    private static final String MARK = "whsec_";
    private static final int BYTES = 32;

    abstract String generated(RandomGenerator random);

    /** Whether this text can be a secret of this kind. */
    abstract boolean accepts(String secret);

    /** As {@link #accepts} of a secret that was accepted once, which costs less. */
    boolean signs(String secret) {
        return accepts(secret);
    }

    /** The key of a {@link #BASE64} secret; empty where the text is none. */
    static Optional<byte[]> decoded(String secret) {
        if (!secret.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(secret.substring(MARK.length())))
                    .filter(key -> key.length > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
