package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {

    /** Shown as {@code code}: HTTP's status as text, another type's own word, or the failure's without an answer. */
    String code();

    /** Where its time went, as far as its type can tell. */
    Timings timings();

    Outcome with(Timings timings);

    /** The destination took the event. */
    record Delivered(Response response, Timings timings) implements Outcome {

        public Delivered(Response response) {
            this(response, Timings.NONE);
        }

        @Override
        public Delivered with(Timings other) {
            return new Delivered(response, other);
        }

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
    record Failed(
            Failure failure,
            String message,
            Optional<Response> response,
            Optional<Duration> retryAfter,
            Timings timings)
            implements Outcome {

        /** It did not ask for time. */
        public Failed(Failure failure, String message, Optional<Response> response) {
            this(failure, message, response, Optional.empty());
        }

        public Failed(Failure failure, String message, Optional<Response> response, Optional<Duration> retryAfter) {
            this(failure, message, response, retryAfter, Timings.NONE);
        }

        @Override
        public Failed with(Timings other) {
            return new Failed(failure, message, response, retryAfter, other);
        }

        @Override
        public String code() {
            return response.map(Response::code).orElseGet(failure::code);
        }
    }
}
