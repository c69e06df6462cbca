package io.spillway.domain;

/** A destination's id, unique within its tenant: 1 to 128 characters of {@code [A-Za-z0-9_.:@-]}. */
public record DestinationId(String value) implements Comparable<DestinationId> {

    public DestinationId {
        Ids.requireName("destination id", value);
    }

    @Override
    public int compareTo(DestinationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
