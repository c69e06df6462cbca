package io.spillway.gateway.http;

import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.JobId;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;

/**
 * Makes the ids that callers leave to us: a random part behind a fixed one.
 *
 * @param events what ids of events begin with; may be empty, and an id must stay valid with it
 * @param destinations what ids of destinations begin with
 */
public record NewIds(Kind kind, String events, String destinations) {

    private static final int LONGEST_PREFIX = 64;

    /** What the random part is. */
    public enum Kind {
        UUIDV4 {
            @Override
            String next() {
                return UUID.randomUUID().toString();
            }
        },
        /** Sorts by the millisecond in which it was made (RFC 9562, section 5.7). */
        UUIDV7 {
            @Override
            String next() {
                var high = (System.currentTimeMillis() << 16) | 0x7000 | (RANDOM.nextLong() & 0xFFF);
                var low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
                return new UUID(high, low).toString();
            }
        },
        /** 26 letters and digits. */
        NANOID {
            @Override
            String next() {
                return RANDOM.ints(NANOID_LENGTH, 0, ALPHABET.length())
                        .mapToObj(ALPHABET::charAt)
                        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                        .toString();
            }
        };

        private static final SecureRandom RANDOM = new SecureRandom();
        private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        private static final int NANOID_LENGTH = 26;

        abstract String next();

        /** Reads the word of {@code IDGEN_TYPE}. */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public EventId event() {
        return new EventId(events + kind.next());
    }

    public JobId job() {
        return new JobId(kind.next());
    }

    public DestinationId destination() {
        return new DestinationId(destinations + kind.next());
    }

    /** Checks what ids may begin with; throws {@link IllegalArgumentException} where no id could. */
    public static String prefix(String prefix) {
        if (prefix.length() > LONGEST_PREFIX
                || (!prefix.isEmpty() && Ids.parse(prefix, DestinationId::new).isEmpty())) {
            throw new IllegalArgumentException("a prefix of ids must match [A-Za-z0-9_.:@-]{0,64}");
        }
        return prefix;
    }
}
