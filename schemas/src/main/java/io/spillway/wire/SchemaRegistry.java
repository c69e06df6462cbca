package io.spillway.wire;

import org.apache.avro.Schema;

/** What Spillway asks of a schema registry. Calls block; they are made at start and by a look-up thread only. */
public interface SchemaRegistry {

    /** Registers a schema and returns its content id: the same one whenever the same schema is registered again. */
    long register(Schema schema) throws RegistryAwayException;

    /** Looks a schema up by its content id. */
    Found find(long id) throws RegistryAwayException;

    /** What the registry knows of an id. */
    sealed interface Found {

        record Known(Schema schema) implements Found {}

        record Unknown() implements Found {}
    }
}
