package io.spillway.stream.filter;

/**
 * Why a JSON text was not taken, and where.
 *
 * @param pointer an RFC 6901 pointer to the mistake; empty for the whole text
 * @param reason one sentence that says what is allowed there
 */
public record Refusal(String pointer, String reason) implements ParsedFilter, CheckedData {}
