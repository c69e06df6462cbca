package io.spillway.embedded;

/**
 * A broker for one test.
 *
 * @param bootstrapServers host and port for clients
 * @param deployment a name that no other test of this JVM has, for topics, groups and transactional ids
 */
public record TestKafka(String bootstrapServers, String deployment) {}
