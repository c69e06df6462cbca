package io.spillway.domain;

import java.util.Locale;

/** Why an attempt did not succeed, in coarse classes that are safe to show to a tenant. */
public enum Failure {
    /** The host name was not resolved. */
    DNS,
    /** No connection came about. */
    CONNECT,
    /** The TLS handshake or the certificate failed. */
    TLS,
    /** The whole call took too long. */
    TIMEOUT,
    /** The connection broke during the exchange. */
    RESET,
    /** The address is one that deliveries must not reach. */
    BLOCKED,
    /** The endpoint answered, but not with success. */
    STATUS,
    /** Headers or body of the answer exceeded what a client accepts. */
    TOO_LARGE,
    /** The answer was not understood. */
    PROTOCOL,
    /** The destination type itself refused or failed, as with settings that cannot be used. */
    PROVIDER,
    /** The event's bytes are no longer kept. */
    EVENT_EXPIRED;

    /** The word that REST and records use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
