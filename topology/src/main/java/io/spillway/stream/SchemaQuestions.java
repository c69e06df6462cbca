package io.spillway.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.wire.SchemaLookup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Has the registry asked for unknown schemas by another thread, so that the task never waits for it. */
public final class SchemaQuestions {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final SchemaLookup lookup;
    private final Executor elsewhere;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final Cache<Long, Boolean> nobodys = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    /** @param elsewhere runs the questions; they block */
    public SchemaQuestions(SchemaLookup lookup, Executor elsewhere) {
        this.lookup = lookup;
        this.elsewhere = elsewhere;
    }

    /** Whether the registry was asked and knows no such id; where it was not asked yet, it is from now on. */
    boolean nobodyKnows(long id) {
        if (nobodys.getIfPresent(id) != null) {
            return true;
        }
        if (open.add(id)) {
            elsewhere.execute(() -> ask(id));
        }
        return false;
    }

    private void ask(long id) {
        try {
            switch (lookup.find(id)) {
                case SchemaLookup.NotFound _ -> nobodys.put(id, true);
                case SchemaLookup.Found _, SchemaLookup.Away _ -> {} // the record comes back, and is read or asks again
            }
        } finally {
            open.remove(id);
        }
    }
}
