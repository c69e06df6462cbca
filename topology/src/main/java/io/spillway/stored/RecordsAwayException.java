package io.spillway.stored;

/** Records could not be read in time, though they may be there: ask again later. */
public final class RecordsAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RecordsAwayException(String message) {
        super(message);
    }

    RecordsAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
