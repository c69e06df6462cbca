package io.spillway.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the registry for schemas that are not known. It blocks, so it is for a thread of its own, never for the task. An id
 * that the registry does not know is remembered for a minute (it may be given to a schema later); beyond ten questions a
 * second the answer is {@link Away}, as it is when the registry does not answer.
 */
public final class SchemaLookup {

    /** What came of a look-up. */
    public sealed interface Answer {}

    /** From now on records with this id can be read. */
    public record Found() implements Answer {}

    /** The registry knows no such id. */
    public record NotFound() implements Answer {}

    /** Nobody could say; ask again later. */
    public record Away(String why) implements Answer {}

    private static final int PER_SECOND = 10;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final SchemaRegistry registry;
    private final KnownSchemas known;
    private final InstantSource clock;
    private final Map<Long, Instant> notFound = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private Instant second = Instant.EPOCH;
    private int asked;

    SchemaLookup(SchemaRegistry registry, KnownSchemas known, InstantSource clock) {
        this.registry = registry;
        this.known = known;
        this.clock = clock;
    }

    /** May be called by several threads; they take turns. */
    public synchronized Answer find(long id) {
        if (known.knows(id)) {
            return new Found();
        }
        var now = clock.instant();
        if (remembered(id, now)) {
            return new NotFound();
        }
        return mayAsk(now) ? ask(id, now) : new Away("more than " + PER_SECOND + " questions in a second");
    }

    private boolean remembered(long id, Instant now) {
        var since = notFound.get(id);
        return since != null && now.isBefore(since.plus(REMEMBERED));
    }

    private boolean mayAsk(Instant now) {
        if (Duration.between(second, now).abs().compareTo(Duration.ofSeconds(1)) >= 0) {
            second = now;
            asked = 0;
        }
        return asked++ < PER_SECOND;
    }

    private Answer ask(long id, Instant now) {
        try {
            return switch (registry.find(id)) {
                case SchemaRegistry.Found.Known(var schema) -> {
                    known.add(id, schema);
                    yield new Found();
                }
                case SchemaRegistry.Found.Unknown() -> {
                    notFound.put(id, now);
                    yield new NotFound();
                }
            };
        } catch (RegistryAwayException e) {
            return new Away(String.valueOf(e.getMessage()));
        }
    }
}
