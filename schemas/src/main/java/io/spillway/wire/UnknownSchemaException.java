package io.spillway.wire;

import org.apache.kafka.common.errors.SerializationException;

/** A record names a schema that is not known here; {@link SchemaLookup} can ask the registry for it. */
public final class UnknownSchemaException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final long id;

    public UnknownSchemaException(long id) {
        super("schema id " + id + " is not known");
        this.id = id;
    }

    public long id() {
        return id;
    }
}
