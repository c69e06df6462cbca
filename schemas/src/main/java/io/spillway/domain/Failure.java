package io.spillway.domain;

import java.util.Locale;

/** Why an attempt did not succeed, in coarse classes that are safe to show to a tenant. */
public enum Failure {
    /** The host name was not resolved. */
    DNS("dns_error"),
    /** No connection came about. */
    CONNECT("connection_refused"),
    /** The TLS handshake or the certificate failed. */
    TLS("tls_error"),
    /** The whole call took too long. */
    TIMEOUT("timeout"),
    /** The connection broke during the exchange. */
    RESET("connection_reset"),
    /** The address is one that deliveries must not reach. */
    BLOCKED("blocked"),
    /** The endpoint answered, but not with success. */
    STATUS("status"),
    /** Headers or body of the answer exceeded what a client accepts. */
    TOO_LARGE("response_too_large"),
    /** The answer was not understood. */
    PROTOCOL("network_error"),
    /** The destination type itself refused or failed, as with settings that cannot be used. */
    PROVIDER("ERR"),
    /** The event's bytes are no longer kept. */
    EVENT_EXPIRED("event_expired");

    private final String code;

    Failure(String code) {
        this.code = code;
    }

    /** What is shown as an attempt's {@code code} where the destination gave none. */
    public String code() {
        return code;
    }

    /** The word that REST and records use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
