package io.spillway.stream.query;

/** What was asked for cannot be known right now; asking again in a second may help. The facade answers 503. */
public final class NotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotReadyException(String message) {
        super(message);
    }

    public NotReadyException(String message, Throwable cause) {
        super(message, cause);
    }
}
