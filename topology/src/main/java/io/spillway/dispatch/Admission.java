package io.spillway.dispatch;

import java.time.Duration;

/** What happens to a delivery that wants to be called. */
sealed interface Admission {

    /** It is called now. */
    record Start() implements Admission {}

    /** It waits in memory for a call of its destination, or its tenant, to end. */
    record Queue() implements Admission {}

    /** It is sent away, to come back after this time. */
    record Defer(Duration delay) implements Admission {}
}
