package io.spillway.load.receiver;

import java.time.Duration;

/** What the receiver does with one request. */
sealed interface Step {

    Step ACCEPT = new Reply(200, Duration.ZERO);

    /** The status to note in the ledger. */
    int status();

    /** Answers with this status and no body, after a while. */
    record Reply(int status, Duration after) implements Step {

        public Reply {
            if (status < 200 || status > 599 || after.isNegative()) {
                throw new IllegalArgumentException("a reply has a status from 200 to 599 and no negative delay");
            }
        }
    }

    /** Never answers, and keeps the connection open until the other side closes it. */
    record Hang() implements Step {

        @Override
        public int status() {
            return 0;
        }
    }
}
