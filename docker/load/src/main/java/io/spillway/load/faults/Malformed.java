package io.spillway.load.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Ways to spoil an event for Kafka. */
enum Malformed {
    NULL("empty", good -> null),
    EMPTY("empty", good -> new byte[0]),
    NOT_UTF8("invalid_utf8", good -> replaced(good, ':', 0xC3)),
    TRUNCATED("invalid_json", good -> Arrays.copyOf(good, good.length / 2)),
    WRONG_MAGIC("unknown_format", good -> replaced(good, '{', 7)),
    UNKNOWN_SCHEMA("unknown_schema", good -> avro(987_654_321)),
    NO_TENANT("no_tenant", good -> json("{\"topic\":\"order.placed\",\"data\":{}}")),
    TENANT_NO_TEXT("invalid_event", good -> json("{\"tenant_id\":17,\"data\":{}}")),
    DATA_NO_OBJECT("invalid_event", good -> json("{\"tenant_id\":\"bench-x1-0\",\"data\":[1]}")),
    TRAILING_TEXT("invalid_json", good -> json(new String(good, StandardCharsets.UTF_8) + "{}"));

    private final String cause;
    // None of them holds anything.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Spoiling spoil;

    /** Makes bytes that cannot be read as an event. */
    @FunctionalInterface
    private interface Spoiling {
        byte @Nullable [] spoil(byte[] good);
    }

    Malformed(String cause, Spoiling spoil) {
        this.cause = cause;
        this.spoil = spoil;
    }

    /** What its quarantine must name. */
    String cause() {
        return cause;
    }

    byte @Nullable [] spoiled(byte[] good) {
        return spoil.spoil(good);
    }

    /** With another byte instead of the first of a kind. */
    private static byte[] replaced(byte[] good, char which, int instead) {
        var spoiled = good.clone();
        for (int at = 0; at < spoiled.length; at++) {
            if (spoiled[at] == which) {
                spoiled[at] = (byte) instead;
                return spoiled;
            }
        }
        return spoiled;
    }

    private static byte[] avro(int schema) {
        return ByteBuffer.allocate(16).put((byte) 0).putInt(schema).array();
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
