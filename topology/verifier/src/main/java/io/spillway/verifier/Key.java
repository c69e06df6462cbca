package io.spillway.verifier;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What signatures are checked with. */
sealed interface Key {

    boolean fits(byte[] signature, List<byte[]> signed);

    /** Any text, whose UTF-8 bytes are the key. */
    static Key text(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Shared(new SecretKeySpec(Claim.utf8(secret), Shared.ALGORITHM));
    }

    /** {@code whsec_} and Base64. */
    static Key base64(String secret) {
        return new Shared(new SecretKeySpec(decoded(secret, "whsec_"), Shared.ALGORITHM));
    }

    /** {@code whpk_} and Base64. */
    static Key ed25519(String publicKey) {
        try {
            var der = HexFormat.of().formatHex(decoded(publicKey, "whpk_"));
            return new Public(KeyFactory.getInstance(Public.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(Public.DER + der))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    private static byte[] decoded(String secret, String mark) {
        if (!secret.startsWith(mark) || secret.length() == mark.length()) {
            throw new IllegalArgumentException("this profile's keys begin with " + mark + ", and Base64 follows");
        }
        return Base64.getDecoder().decode(secret.substring(mark.length()));
    }

    record Shared(SecretKeySpec key) implements Key {

        private static final String ALGORITHM = "HmacSHA256";

        @Override
        public boolean fits(byte[] signature, List<byte[]> signed) {
            try {
                var mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                signed.forEach(mac::update);
                return MessageDigest.isEqual(mac.doFinal(), signature);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
            }
        }

        /** The key is not shown. */
        @Override
        public String toString() {
            return "Shared[]";
        }
    }

    record Public(PublicKey key) implements Key {

        private static final String ALGORITHM = "Ed25519";
        /** What DER puts before the 32 bytes of a key (RFC 8410). */
        private static final String DER = "302a300506032b6570032100";

        @Override
        public boolean fits(byte[] signature, List<byte[]> signed) {
            try {
                var verifier = Signature.getInstance(ALGORITHM);
                verifier.initVerify(key);
                for (var part : signed) {
                    verifier.update(part);
                }
                return verifier.verify(signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
