package io.spillway.gateway.live;

import java.time.Duration;
import java.util.Optional;

/** Where changes can be followed. */
public interface Feed {

    /** One who follows; for one thread. */
    interface Following extends AutoCloseable {

        /** Waits that long at most. After {@link Step.Over} there is no next one. */
        Step next(Duration patience);

        /** How far this has come. */
        Bookmark here();

        @Override
        void close();
    }

    /**
     * Follows from a bookmark on, or from now on. Throws an {@code ApiException}: a bookmark of another stream, or unavailable.
     */
    Following follow(Interest interest, Optional<Bookmark> from);
}
