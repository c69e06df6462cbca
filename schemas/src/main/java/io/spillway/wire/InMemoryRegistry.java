package io.spillway.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;

/** A registry inside this process, for tests: it can be taken away, and can hold schemas of other people. */
public final class InMemoryRegistry implements SchemaRegistry {

    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final Map<Long, Schema> schemas = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong questions = new AtomicLong();
    private volatile boolean away;

    @Override
    public long register(Schema schema) throws RegistryAwayException {
        requirePresent();
        return add(schema);
    }

    @Override
    public Found find(long id) throws RegistryAwayException {
        questions.incrementAndGet();
        requirePresent();
        var schema = schemas.get(id);
        return schema == null ? new Found.Unknown() : new Found.Known(schema);
    }

    /** Holds a schema as if somebody else had registered it; whoever wants to read with it must look it up first. */
    public long add(Schema schema) {
        var id = ids.computeIfAbsent(schema.toString(), unseen -> last.incrementAndGet());
        schemas.putIfAbsent(id, schema);
        return id;
    }

    /** The same for a schema as Avro's JSON. */
    public long add(String schema) {
        return add(new Schema.Parser().parse(schema));
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    /** How often it was asked for a schema. */
    public long questions() {
        return questions.get();
    }

    private void requirePresent() throws RegistryAwayException {
        if (away) {
            throw new RegistryAwayException("the registry is away");
        }
    }
}
