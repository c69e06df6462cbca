package io.spillway.gateway.http;

/** The kinds of refusal, each with its HTTP status. */
public enum ErrorCode {
    BAD_REQUEST(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    TOO_LARGE(413),
    UNSUPPORTED_TYPE(415),
    INVALID(422),
    TOO_MANY(429),
    INTERNAL(500),
    /** Asking again in a second may help. */
    UNAVAILABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
