package io.spillway.domain;

/** A job's id, given by whoever ordered it. */
public record JobId(String value) {

    public JobId {
        Ids.requireName("job id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
