package io.spillway.stream.filter;

import io.spillway.domain.Data;
import io.spillway.stream.filter.JsonReader.Limits;
import io.spillway.stream.filter.JsonValue.JsonObject;

/** What the door makes of an event's data: the object that it is, or a refusal. */
public sealed interface CheckedData permits JsonObject, Refusal {

    /**
     * Reads data strictly: one JSON object in UTF-8 without a byte order mark, no repeated keys, no text after it, at most
     * {@value Data#MAX_LEVELS} levels. Never throws, whatever the bytes.
     */
    static CheckedData of(byte[] data) {
        return of(data, Data.MAX_LEVELS);
    }

    /** The same with another limit of levels. */
    static CheckedData of(byte[] data, int levels) {
        try {
            return JsonReader.read(data, new Limits(levels, Integer.MAX_VALUE)) instanceof JsonObject object
                    ? object
                    : new Refusal("", "Data must be a JSON object.");
        } catch (Refused e) {
            return e.refusal();
        }
    }
}
