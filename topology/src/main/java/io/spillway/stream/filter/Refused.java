package io.spillway.stream.filter;

/** Carries a refusal up out of a recursion; it never leaves this package. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    Refused(String pointer, String reason) {
        super(reason, null, false, false);
        this.refusal = new Refusal(pointer, reason);
    }

    Refusal refusal() {
        return refusal;
    }
}
