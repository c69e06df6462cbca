package io.spillway.dispatch;

import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What the end of a call tells of its destination. */
sealed interface Signal {

    /** It took what it was given. */
    record Well() implements Signal {}

    /** It did not. */
    record Ill() implements Signal {}

    /**
     * It is asked too much.
     *
     * @param rest how long nothing is to be called
     */
    record Overloaded(Optional<Duration> rest) implements Signal {}

    /** Nothing: no call was made, or it was given up. */
    record Silence() implements Signal {}

    /** Whether another call at once would be one too many. */
    default boolean asksForRest() {
        return this instanceof Ill || this instanceof Overloaded;
    }

    static Signal of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered ignored -> new Well();
            case Outcome.Failed failed ->
                switch (failed.failure()) {
                    case STATUS -> ofAnswer(failed);
                    case DNS, CONNECT, TLS, TIMEOUT, RESET, BLOCKED, TOO_LARGE, PROTOCOL -> new Ill();
                    case PROVIDER, EVENT_EXPIRED -> new Silence();
                };
        };
    }

    private static Signal ofAnswer(Outcome.Failed failed) {
        return switch (failed.code()) {
            case "429", "503" -> new Overloaded(failed.retryAfter());
            case "502", "504" -> new Overloaded(Optional.empty());
            default -> new Ill();
        };
    }
}
