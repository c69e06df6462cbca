package io.spillway.domain;

import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {

    /** What is shown as {@code code}: for HTTP the status as text, otherwise the type's own word. */
    Optional<String> code();

    /** The destination took the event. */
    record Delivered(Response response) implements Outcome {

        @Override
        public Optional<String> code() {
            return Optional.of(response.code());
        }
    }

    /** It did not; {@code message} is one sentence without secrets. */
    record Failed(Failure failure, String message, Optional<Response> response) implements Outcome {

        @Override
        public Optional<String> code() {
            return response.map(Response::code);
        }
    }
}
