package io.spillway.destination;

import java.io.IOException;

/** A connection was refused because deliveries must not reach its address. Which address is for logs, not for tenants. */
public final class BlockedException extends IOException {

    private static final long serialVersionUID = 1;

    public BlockedException(String message) {
        super(message);
    }
}
