package io.spillway.domain;

import java.nio.charset.StandardCharsets;

/** An event's id, unique within its tenant: 1 to 256 bytes of UTF-8 without control characters. */
public record EventId(String value) {

    private static final int MAX_BYTES = 256;

    public EventId {
        var bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("event id must have 1 to 256 bytes");
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("event id must not contain control characters");
        }
    }

    /** The id of an event that came without one: a hash of where its record lies. */
    public static EventId of(RecordAt origin) {
        return new EventId(
                Ids.hash(origin.topic(), String.valueOf(origin.partition()), String.valueOf(origin.offset())));
    }

    @Override
    public String toString() {
        return value;
    }
}
