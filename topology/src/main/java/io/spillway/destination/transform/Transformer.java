package io.spillway.destination.transform;

import io.spillway.domain.Data;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites events' data by expressions in JSONata (jsonata.org), which tenants write: each evaluation is bounded in time, in
 * memory, and in the size and depth of what it makes.
 *
 * <p>It happens in other processes, since nothing in this one bounds the memory of a thread. None is started before the
 * first transformation, and those that have had nothing to do for a minute are ended. Safe for use by many threads.
 */
public final class Transformer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transformer.class);
    private static final Duration TIME = Duration.ofSeconds(1);
    private static final Duration UNUSED = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofSeconds(10);

    private final Turns turns = new Turns();
    private final Bounds bounds;
    private final Children children;

    /** @param maxBytes of an event's data, and of what is made of them */
    public Transformer(int maxBytes) {
        this(new Bounds(maxBytes, TIME, START), Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4), UNUSED);
    }

    /** @param unused for how long a process may have nothing to do */
    Transformer(Bounds bounds, int processes, Duration unused) {
        this.bounds = bounds;
        this.children = new Children(bounds, processes, unused);
    }

    /**
     * What the expression makes of an event's data: an object, or a failure that says why not.
     *
     * @param within how long it may take, the wait for other evaluations included
     */
    public Transformed apply(TenantId tenant, String expression, Data.Inline data, Duration within) {
        var answer = ask(tenant, new Request(expression, Optional.of(data.bytes()), bounds.time()), within);
        return switch (answer.kind()) {
            case MADE -> new Transformed.Made(new Data.Inline(answer.body()));
            case AWAY -> new Transformed.Away();
            case REFUSED, ENDED -> new Transformed.Failed("the transformation failed: " + answer.reason());
        };
    }

    /** Whether this can be used as an expression; what it makes of an event is another question. */
    public Reading read(TenantId tenant, String expression) {
        var answer = ask(tenant, new Request(expression, Optional.empty(), bounds.time()), bounds.startAndTurns());
        return switch (answer.kind()) {
            case MADE -> new Reading.Legible();
            case REFUSED, ENDED -> new Reading.Illegible(answer.reason());
            case AWAY -> new Reading.Unread(answer.reason());
        };
    }

    private Answer ask(TenantId tenant, Request request, Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        try {
            if (!turns.begin(tenant, deadline)) {
                return Answer.TOO_LATE;
            }
            try {
                return logged(tenant, children.ask(request, deadline));
            } finally {
                turns.end(tenant);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.away("it was given up");
        }
    }

    private static Answer logged(TenantId tenant, Answer answer) {
        if (answer.kind() == Answer.Kind.ENDED) {
            LOG.warn("a transformation of {} was ended: {}", tenant, answer.reason());
        }
        return answer;
    }

    @Override
    public void close() {
        children.close();
    }
}
