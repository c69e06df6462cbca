package io.spillway.gateway;

import io.spillway.gateway.setting.Settings;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Settings of this process only. */
public final class MemorySettings implements Settings {

    public final Map<String, byte[]> values = new ConcurrentHashMap<>();
    public volatile boolean complete = true;
    private final Collection<BiConsumer<String, Optional<byte[]>>> tables = new ConcurrentLinkedQueue<>();

    @Override
    public <T> Map<String, T> table(String prefix, Function<byte[], T> read) {
        var rows = new ConcurrentHashMap<String, T>();
        BiConsumer<String, Optional<byte[]>> table = (name, value) -> {
            if (name.startsWith(prefix)) {
                var key = name.substring(prefix.length());
                value.map(read).ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key));
            }
        };
        values.forEach((name, value) -> table.accept(name, Optional.of(value)));
        tables.add(table);
        return rows;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public void put(String name, byte[] value) {
        values.put(name, value);
        tables.forEach(table -> table.accept(name, Optional.of(value)));
    }

    @Override
    public void remove(String name) {
        values.remove(name);
        tables.forEach(table -> table.accept(name, Optional.empty()));
    }
}
