package io.spillway.node;

/** Settings that a node cannot run with; the message names all of them, a line each. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
