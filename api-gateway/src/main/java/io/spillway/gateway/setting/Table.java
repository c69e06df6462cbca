package io.spillway.gateway.setting;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of one prefix, read. */
final class Table<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Table.class);

    private final String prefix;
    private final Function<byte[], T> read;
    private final Map<String, T> rows = new ConcurrentHashMap<>();

    Table(String prefix, Function<byte[], T> read) {
        this.prefix = prefix;
        this.read = read;
    }

    Map<String, T> rows() {
        return Collections.unmodifiableMap(rows);
    }

    /** @param value null: the setting is gone */
    void take(String name, byte @Nullable [] value) {
        if (!name.startsWith(prefix)) {
            return;
        }
        var key = name.substring(prefix.length());
        try {
            if (value == null) {
                rows.remove(key);
            } else {
                rows.put(key, read.apply(value));
            }
        } catch (RuntimeException e) { // one that a later release wrote, say: the others are needed all the same
            rows.remove(key);
            LOG.warn("The setting {} cannot be read: {}", name, e.toString());
        }
    }
}
