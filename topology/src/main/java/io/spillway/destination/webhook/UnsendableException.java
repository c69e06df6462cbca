package io.spillway.destination.webhook;

/** The request that settings and event ask for cannot be sent; the reason is safe to show. */
final class UnsendableException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    UnsendableException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
