package io.spillway.history;

/** The names of the topics whose records the log store keeps longer than they do. */
public record LogTopics(String events, String attempts) {}
