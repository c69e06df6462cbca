package io.spillway.domain;

import java.util.Arrays;

/** A record header. */
public record Header(String key, byte[] value) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Header(var theirKey, var theirs)
                && key.equals(theirKey)
                && Arrays.equals(value, theirs);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
