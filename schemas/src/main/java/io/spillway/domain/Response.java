package io.spillway.domain;

/**
 * A destination's answer, bounded.
 *
 * @param code as shown in attempts
 * @param data the JSON object shown as {@code response_data}; for webhooks {@code {status, body, headers}}
 */
public record Response(String code, String data) {}
