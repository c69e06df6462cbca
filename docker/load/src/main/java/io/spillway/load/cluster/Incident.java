package io.spillway.load.cluster;

/**
 * Something that was done to a process.
 *
 * @param at in nanoseconds since 1970
 * @param what the process's name, and what was done
 */
public record Incident(long at, String what) {}
