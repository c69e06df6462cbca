package io.spillway.destination.http;

import java.io.IOException;

/** The proxy did not lead to the target. */
final class TunnelException extends IOException {

    private static final long serialVersionUID = 1;

    TunnelException(IOException cause) {
        super(cause);
    }
}
