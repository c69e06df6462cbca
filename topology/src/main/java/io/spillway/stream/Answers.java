package io.spillway.stream;

import io.spillway.domain.Answer;

/** Takes answers for requesters that live in this process, so that they need not travel over {@code command-results}. */
@FunctionalInterface
public interface Answers {

    /** For a node without a gateway. */
    Answers NOBODY_HERE = (requester, request, answer) -> false;

    /**
     * Hands an answer over. Called on a stream thread: must not block. The same answer may come more than once.
     *
     * @return whether the requester lives here
     */
    boolean take(String requester, String request, Answer answer);
}
