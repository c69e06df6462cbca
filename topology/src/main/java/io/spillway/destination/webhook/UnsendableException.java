package io.spillway.destination.webhook;

/** The request that settings and event ask for cannot be sent; the message is safe to show. */
final class UnsendableException extends Exception {

    private static final long serialVersionUID = 1;

    UnsendableException(String message) {
        super(message, null, false, false);
    }
}
