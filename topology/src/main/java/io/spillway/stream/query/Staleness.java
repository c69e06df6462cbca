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

    private static final ThreadLocal<Optional<Duration>> NOTED = ThreadLocal.withInitial(Optional::empty);
    private static final ThreadLocal<Boolean> ALLOWED = ThreadLocal.withInitial(() -> false);

    private Staleness() {}

    /** From here on until {@link #forget} copies may answer what this thread asks. */
    public static void allow() {
        forget();
        ALLOWED.set(true);
    }

    static boolean isAllowed() {
        return ALLOWED.get();
    }

    static void note(Duration age) {
        NOTED.set(NOTED.get().filter(older -> older.compareTo(age) > 0).or(() -> Optional.of(age)));
    }

    /** The age of the oldest copy that took part in answering; nothing where only owners did. */
    public static Optional<Duration> noted() {
        return NOTED.get();
    }

    public static void forget() {
        ALLOWED.remove();
        NOTED.remove();
    }
}
