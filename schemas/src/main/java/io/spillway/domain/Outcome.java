package io.spillway.domain;

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

    /** It did not; {@code message} is one sentence without secrets. */
    record Failed(Failure failure, String message, Optional<Response> response) implements Outcome {

        @Override
        public String code() {
            return response.map(Response::code).orElseGet(failure::code);
        }
    }
}
