package io.spillway.destination.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A pair of Ed25519 keys (RFC 8032), as Standard Webhooks writes them: {@code whsk_} and the Base64 of seed and public key,
 * {@code whpk_} and that of the public key.
 */
final class Ed25519 {

    static final String PRIVATE_MARK = "whsk_";
    private static final String PUBLIC_MARK = "whpk_";
    private static final String NAME = "Ed25519";
    private static final int BYTES = 32;
    /** What DER puts before the 32 bytes of a key (RFC 8410). */
    private static final byte[] PRIVATE_DER = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] PUBLIC_DER = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey key;
    private final byte[] seedAndPublic;

    private Ed25519(PrivateKey key, byte[] seedAndPublic) {
        this.key = key;
        this.seedAndPublic = seedAndPublic;
    }

    static Ed25519 generated(RandomGenerator random) {
        try {
            var generator = KeyPairGenerator.getInstance(NAME);
            generator.initialize(NamedParameterSpec.ED25519, new Source(random));
            var pair = generator.generateKeyPair();
            var both = Arrays.copyOf(tail(pair.getPrivate().getEncoded()), 2 * BYTES);
            System.arraycopy(tail(pair.getPublic().getEncoded()), 0, both, BYTES, BYTES);
            return new Ed25519(pair.getPrivate(), both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /** Empty where the text is no pair of keys; whether they belong together is {@link #isPair}'s question. */
    static Optional<Ed25519> read(String secret) {
        if (!secret.startsWith(PRIVATE_MARK)) {
            return Optional.empty();
        }
        try {
            var both = Base64.getDecoder().decode(secret.substring(PRIVATE_MARK.length()));
            return both.length == 2 * BYTES ? Optional.of(new Ed25519(privateKey(both), both)) : Optional.empty();
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static PrivateKey privateKey(byte[] both) throws GeneralSecurityException {
        var der = joined(PRIVATE_DER, Arrays.copyOf(both, BYTES));
        return KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** Whether the public key verifies what the private one signs. */
    boolean isPair() {
        try {
            var der = joined(PUBLIC_DER, publicPart());
            var verifier = Signature.getInstance(NAME);
            verifier.initVerify(KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(der)));
            verifier.update(der);
            return verifier.verify(sign(der));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    String secret() {
        return PRIVATE_MARK + Base64.getEncoder().encodeToString(seedAndPublic);
    }

    /** What a receiver verifies with. */
    String publicKey() {
        return PUBLIC_MARK + Base64.getEncoder().encodeToString(publicPart());
    }

    /** Over the parts one after the other. */
    byte[] sign(byte[]... parts) {
        try {
            var signature = Signature.getInstance(NAME);
            signature.initSign(key);
            for (var part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }

    @Override
    public String toString() {
        return publicKey();
    }

    private byte[] publicPart() {
        return Arrays.copyOfRange(seedAndPublic, BYTES, 2 * BYTES);
    }

    private static byte[] tail(byte[] der) {
        return Arrays.copyOfRange(der, der.length - BYTES, der.length);
    }

    private static byte[] joined(byte[] start, byte[] end) {
        var all = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, all, start.length, end.length);
        return all;
    }

    /** Lets the platform's generator draw from the randomness of a change, which repeats. */
    private static final class Source extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final transient RandomGenerator random;

        Source(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
