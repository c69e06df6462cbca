package io.spillway.gateway;

import io.spillway.gateway.setting.Settings;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Settings of this process only. */
public final class MemorySettings implements Settings {

    public final Map<String, byte[]> values = new ConcurrentHashMap<>();
    public volatile boolean complete = true;
    private final Collection<Runnable> refreshing = new ConcurrentLinkedQueue<>();

    @Override
    public <T> Map<String, T> table(String prefix, Function<byte[], T> read) {
        var rows = new ConcurrentHashMap<String, T>();
        Runnable refresh = () -> {
            var now = new ConcurrentHashMap<String, T>();
            values.forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    now.put(name.substring(prefix.length()), read.apply(value));
                }
            });
            rows.keySet().retainAll(now.keySet());
            rows.putAll(now);
        };
        refresh.run();
        refreshing.add(refresh);
        return rows;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public void put(String name, byte[] value) {
        values.put(name, value);
        refreshing.forEach(Runnable::run);
    }

    @Override
    public void remove(String name) {
        values.remove(name);
        refreshing.forEach(Runnable::run);
    }
}
