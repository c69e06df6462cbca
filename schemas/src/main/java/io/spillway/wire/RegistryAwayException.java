package io.spillway.wire;

import java.io.IOException;

/** The registry did not answer, or not usefully; it may do so later. */
public final class RegistryAwayException extends IOException {

    private static final long serialVersionUID = 1L;

    public RegistryAwayException(String message) {
        super(message);
    }

    public RegistryAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
