package io.spillway.load.receiver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** What the receiver does with one request. */
sealed interface Step {

    Step ACCEPT = new Reply(200, Duration.ZERO, Optional.empty());

    /** The status to note in the ledger. */
    int status();

    /**
     * Answers with this status and no body, after a while.
     *
     * @param retryAfter value of the header {@code Retry-After}, whatever it is
     */
    record Reply(int status, Duration after, Optional<String> retryAfter) implements Step {

        public Reply {
            if (status < 200 || status > 599 || after.isNegative()) {
                throw new IllegalArgumentException("a reply has a status from 200 to 599 and no negative delay");
            }
        }
    }

    /** Never answers, and keeps the connection open until the other side closes it. */
    record Hang() implements Step {

        @Override
        public int status() {
            return 0;
        }
    }

    /**
     * Writes bytes as they are, HTTP or not.
     *
     * @param first at once
     * @param then again and again afterwards
     * @param times how often
     * @param every the pause before each; none writes as fast as the other side reads
     * @param end what becomes of the connection when all is written
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Raw(byte[] first, byte[] then, long times, Duration every, End end) implements Step {

        private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)\\b.*", Pattern.DOTALL);
        private static final String OK = "HTTP/1.1 200 OK\r\n";
        private static final Duration DRIP = Duration.ofMillis(100);
        private static final int MIB = 1 << 20;

        /** A byte ten times a second, without end, in the {@code head} or in the {@code body} of the answer. */
        static Raw drip(String part) {
            return switch (part) {
                case "head" -> new Raw(ascii(OK + "x-slow: "), ascii("z"), Long.MAX_VALUE, DRIP, End.CLOSE);
                case "body" ->
                    new Raw(ascii(OK + "content-length: 1000000\r\n\r\n"), ascii("z"), Long.MAX_VALUE, DRIP, End.CLOSE);
                default -> throw new IllegalArgumentException("drip is head or body, not " + part);
            };
        }

        /** An answer with a body of so many MiB. */
        static Raw huge(int mebibytes) {
            var filler = new byte[MIB];
            Arrays.fill(filler, (byte) 'z');
            var head = OK + "content-length: " + (long) mebibytes * MIB + "\r\n\r\n";
            return new Raw(ascii(head), filler, mebibytes, Duration.ZERO, End.KEEP);
        }

        /** An answer whose small body unpacks to so many MiB. */
        static Raw bomb(int mebibytes) {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                var zeros = new byte[MIB];
                for (int packedSoFar = 0; packedSoFar < mebibytes; packedSoFar++) {
                    gzip.write(zeros);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var head = OK + "content-encoding: gzip\r\ncontent-length: " + packed.size() + "\r\n\r\n";
            return new Raw(ascii(head), packed.toByteArray(), 1, Duration.ZERO, End.KEEP);
        }

        /** What the first line says; 0 where it is none of HTTP. */
        @Override
        public int status() {
            var line = STATUS.matcher(new String(first, StandardCharsets.ISO_8859_1));
            return line.matches() ? Integer.parseInt(line.group(1)) : 0;
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** What becomes of a connection. */
    enum End {
        KEEP,
        CLOSE,
        RESET;

        static End named(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "keep" -> KEEP;
                case "close" -> CLOSE;
                case "reset" -> RESET;
                default -> throw new IllegalArgumentException("end is keep, close or reset, not " + name);
            };
        }
    }
}
