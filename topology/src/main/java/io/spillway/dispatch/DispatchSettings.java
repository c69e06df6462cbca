package io.spillway.dispatch;

import io.spillway.member.Member;
import java.time.Duration;

/**
 * Who the dispatcher is, and how much it does at once.
 *
 * @param drain how long calls in flight may take to end when the node stops or hands partitions over; more than the time
 *     that a call may take
 */
public record DispatchSettings(Member member, Limits limits, Duration drain) {}
