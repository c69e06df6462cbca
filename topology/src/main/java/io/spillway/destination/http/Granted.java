package io.spillway.destination.http;

import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What came of asking for a token. */
public sealed interface Granted {

    /** @param life how long it can be used, where the token endpoint said so */
    record Token(String value, Optional<Duration> life) implements Granted {

        /** The token is not shown. */
        @Override
        public String toString() {
            return "Token[" + life + "]";
        }
    }

    /** @param why as the outcome of the attempt that wanted it */
    record Refused(Outcome.Failed why) implements Granted {}
}
