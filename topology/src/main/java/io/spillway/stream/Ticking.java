package io.spillway.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Calls back every tenth of a second of the wall clock for as long as there is work: the clock decides when a slice of it is
 * done, never what is in it. Nothing ticks otherwise, since every tick is followed by a commit.
 */
public final class Ticking {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final ProcessorContext<byte[], byte[]> context;
    private final Outbox outbox;
    private @Nullable Cancellable ticking;

    Ticking(ProcessorContext<byte[], byte[]> context, Outbox outbox) {
        this.context = context;
        this.outbox = outbox;
    }

    /** Begins, unless it has. */
    public void start(Consumer<Instant> work) {
        if (ticking == null) {
            ticking = context.schedule(PERIOD, PunctuationType.WALL_CLOCK_TIME, millis -> {
                var now = Instant.ofEpochMilli(millis);
                outbox.at(now);
                work.accept(now);
            });
        }
    }

    public void stop() {
        if (ticking != null) {
            ticking.cancel();
            ticking = null;
        }
    }
}
