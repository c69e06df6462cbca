package io.spillway.domain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The rules that ids share. */
final class Ids {

    private static final int MAX_NAME = 128;
    private static final String PUNCTUATION = "_.:@-";
    private static final int HASH_BYTES = 16;
    private static final int HASH_TEXT = 25;

    private Ids() {}

    static void requireName(String what, String value) {
        if (value.isEmpty() || value.length() > MAX_NAME || !value.chars().allMatch(Ids::isNameCharacter)) {
            throw new IllegalArgumentException(what + " must match [A-Za-z0-9_.:@-]{1,128}");
        }
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }

    /** 128 bits of SHA-256 over the parts, each closed by 0x00 (which no part contains), as 25 characters of base 36. */
    static String hash(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        var text = new BigInteger(1, Arrays.copyOf(digest.digest(), HASH_BYTES)).toString(Character.MAX_RADIX);
        return "0".repeat(HASH_TEXT - text.length()) + text;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
