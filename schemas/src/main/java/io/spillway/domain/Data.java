package io.spillway.domain;

import java.util.Arrays;

/** An event's data: the producer's exact JSON bytes, at hand or where they can be read. */
public sealed interface Data {

    /** How deep JSON may nest to be let in: with envelopes around it, it stays below the 1,000 levels at which common parsers stop. */
    int MAX_LEVELS = 512;

    /** The bytes themselves; they are shared, not copied, and never written to. */
    record Inline(byte[] bytes) implements Data {

        @Override
        public boolean equals(Object other) {
            return other instanceof Inline(var theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes]";
        }
    }

    /** The coordinates of the record on {@code events} (or {@code dead-letters}) that holds the bytes. */
    record Stored(RecordAt at) implements Data {}
}
