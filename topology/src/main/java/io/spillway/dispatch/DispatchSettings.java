package io.spillway.dispatch;

import io.spillway.member.Member;
import java.time.Duration;

/**
 * Who the dispatcher is, and how much it does at once.
 *
 * @param drain how long calls in flight may take to end when the node stops or hands partitions over; more than the time
 *     that a call may take
 */
public record DispatchSettings(Member member, Limits limits, Duration drain) {

    private static final Duration WRITE = Duration.ofMillis(1_500);

    /** How long what came of them may take to be written then. */
    Duration write() {
        return member.patience().forAnswer(WRITE);
    }
}
