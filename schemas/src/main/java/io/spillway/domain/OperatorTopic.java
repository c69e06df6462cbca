package io.spillway.domain;

import java.util.Arrays;
import java.util.Optional;

/** What whoever runs Spillway can ask to be told of. */
public enum OperatorTopic {
    /** Attempts at a destination fail one after the other: at 50, 70, 90 and 100 % of a limit. */
    CONSECUTIVE_FAILURE("alert.destination.consecutive_failure"),
    /** Spillway has disabled a destination. */
    DISABLED("alert.destination.disabled"),
    /** Spillway lets a destination that it has disabled try again. */
    PROBED("alert.destination.probed"),
    /** A large share of the attempts at a destination fails. */
    FAILURE_RATE("alert.destination.failure_rate"),
    /** A delivery has used up its attempts. */
    EXHAUSTED_RETRIES("alert.attempt.exhausted_retries"),
    ATTEMPT_SUCCESS("attempt.success"),
    ATTEMPT_FAILED("attempt.failed"),
    /** How many destinations a tenant has, or the topics that they want together, have changed. */
    SUBSCRIPTION_UPDATED("tenant.subscription.updated");

    private final String word;

    OperatorTopic(String word) {
        this.word = word;
    }

    /** As {@code alert.destination.disabled}. */
    public String word() {
        return word;
    }

    public static Optional<OperatorTopic> of(String word) {
        return Arrays.stream(values()).filter(topic -> topic.word.equals(word)).findFirst();
    }
}
