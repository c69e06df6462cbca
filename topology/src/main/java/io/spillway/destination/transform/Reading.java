package io.spillway.destination.transform;

/** Whether an expression can be used. */
public sealed interface Reading {

    record Legible() implements Reading {}

    /** It cannot; {@code problem} says why, and at which position where that is known. */
    record Illegible(String problem) implements Reading {}

    /** Nobody was there to read it; that may be otherwise in a moment. */
    record Unread(String reason) implements Reading {}
}
