package io.spillway.destination.transform;

import io.spillway.domain.Data;

/** What came of a transformation. */
public sealed interface Transformed {

    /** The data to send instead. */
    record Made(Data.Inline data) implements Transformed {}

    /** Nobody evaluated it: there were too many, or it cannot be done here now. */
    record Away() implements Transformed {}

    /** There are none; {@code message} is one sentence for the tenant. */
    record Failed(String message) implements Transformed {}
}
