package io.spillway.wire;

/** Bytes are not the JSON text that they should be; never leaves this package. */
final class BrokenJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String word;

    /** @param word the cause's machine-readable word, as {@code invalid_json} */
    BrokenJsonException(String word, String detail) {
        super(detail, null, false, false);
        this.word = word;
    }

    String word() {
        return word;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
