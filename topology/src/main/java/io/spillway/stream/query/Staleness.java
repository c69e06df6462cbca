package io.spillway.stream.query;

import java.time.Duration;
import java.util.Optional;

/**
 * How far behind the answer to a request may be. Whoever takes the request says that copies will do, whoever answers from
 * one notes its age; both on the request's own thread. Other threads, and requests that change something, are answered
 * by owners only.
 */
public final class Staleness {

    /** Tells a caller, and another node, that an answer comes from a copy: at most so many milliseconds behind. */
    public static final String HEADER = "x-spillway-stale-ms";

    /** An answer may take many questions, each of which may have to wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ThreadLocal<Optional<Duration>> NOTED = ThreadLocal.withInitial(Optional::empty);
    private static final ThreadLocal<Optional<Long>> UNTIL = ThreadLocal.withInitial(Optional::empty);

    private Staleness() {}

    /** From here on until {@link #forget} copies may answer what this thread asks, which it does for ten seconds at most. */
    public static void allow() {
        allow(PATIENCE);
    }

    static void allow(Duration patience) {
        forget();
        UNTIL.set(Optional.of(System.nanoTime() + patience.toNanos()));
    }

    static boolean isAllowed() {
        return UNTIL.get().isPresent();
    }

    /** Whether this thread has asked for long enough. */
    static boolean isLate() {
        return UNTIL.get().filter(until -> System.nanoTime() - until >= 0).isPresent();
    }

    static void note(Duration age) {
        NOTED.set(NOTED.get().filter(older -> older.compareTo(age) > 0).or(() -> Optional.of(age)));
    }

    /** The age of the oldest copy that took part in answering; nothing where only owners did. */
    public static Optional<Duration> noted() {
        return NOTED.get();
    }

    public static void forget() {
        UNTIL.remove();
        NOTED.remove();
    }
}
