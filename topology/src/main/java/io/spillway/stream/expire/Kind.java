package io.spillway.stream.expire;

/** What expires by itself. Deliveries go with their last attempt, or with their event where there was none. */
enum Kind {
    EVENTS((byte) 1),
    ATTEMPTS((byte) 2);

    private final byte code;

    Kind(byte code) {
        this.code = code;
    }

    /** Begins the keys of this kind. */
    byte code() {
        return code;
    }
}
