package io.spillway.operator;

import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;

/** Where operator events go. Used by one thread. */
public interface Sink extends AutoCloseable {

    /** Names it among the sinks of a deployment, as {@code http}; its position in the topic is kept under this name. */
    String name();

    /** Makes one call, of which it never throws; {@code body} is the event as JSON. */
    Outcome send(OperatorEvent event, byte[] body);

    @Override
    default void close() {}
}
