package io.spillway.payload;

import io.spillway.domain.TenantId;

/** What came of opening an event's data. */
public sealed interface OpenedData {

    /** They are readable; they were in clear where there is no tenant whose key they were sealed with. */
    sealed interface Readable extends OpenedData {

        byte[] data();
    }

    /** They were never sealed. */
    record Clear(byte[] data) implements Readable {}

    /** They were sealed with a key of this tenant. */
    record Unsealed(TenantId tenant, byte[] data) implements Readable {}

    /** Their key is not known, or not any more. */
    record NoKey() implements OpenedData {}

    /** They were altered. */
    record Broken() implements OpenedData {}
}
