package io.spillway.wire;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** The schemas that can be read and written without asking anybody: our own, and those that were looked up; by content id. */
final class KnownSchemas {

    private final Map<Long, Schema> byId = new ConcurrentHashMap<>();
    private final Map<String, Long> own = new ConcurrentHashMap<>();

    void add(long id, Schema schema) {
        byId.putIfAbsent(id, schema);
    }

    /** Adds the schema with which we write records of its name. */
    void addOwn(long id, Schema schema) {
        byId.put(id, schema);
        own.put(schema.getFullName(), id);
    }

    Optional<Schema> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean knows(long id) {
        return byId.containsKey(id);
    }

    long idOf(Schema schema) {
        var id = own.get(schema.getFullName());
        if (id == null) {
            throw new IllegalStateException(schema.getFullName() + " was not registered at start");
        }
        return id;
    }
}
