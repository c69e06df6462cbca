package io.spillway.retry;

import java.time.Duration;

/**
 * Whether the relay moves.
 *
 * @param running false once it gave up, as when another node bears the same id: the process must be replaced
 * @param sincePoll the time since it last asked for records
 * @param overdue by how much the most overdue record that it holds is late
 */
public record RelayProgress(boolean running, Duration sincePoll, Duration overdue) {}
