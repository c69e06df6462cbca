package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {

    /** Shown as {@code code}: HTTP's status as text, another type's own word, or the failure's without an answer. */
    String code();

    /** The destination took the event. */
    record Delivered(Response response) implements Outcome {

        @Override
        public String code() {
            return response.code();
        }
    }

    /**
     * It did not.
     *
     * @param message one sentence without secrets
     * @param retryAfter how long the destination asked to be left alone, counted from its answer; at most 24 h
     */
    record Failed(Failure failure, String message, Optional<Response> response, Optional<Duration> retryAfter)
            implements Outcome {

        /** It did not ask for time. */
        public Failed(Failure failure, String message, Optional<Response> response) {
            this(failure, message, response, Optional.empty());
        }

        @Override
        public String code() {
            return response.map(Response::code).orElseGet(failure::code);
        }
    }
}
