package io.spillway.load.receiver;

import java.io.Serial;

/** Bytes that are not the HTTP that the receiver speaks; the connection is of no more use. */
final class ProtocolException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status what to answer before closing */
    ProtocolException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
