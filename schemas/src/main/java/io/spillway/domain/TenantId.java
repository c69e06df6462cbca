package io.spillway.domain;

/** A tenant's id: 1 to 128 characters of {@code [A-Za-z0-9_.:@-]}. */
public record TenantId(String value) implements Comparable<TenantId> {

    public TenantId {
        Ids.requireName("tenant id", value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
