package io.spillway.gateway.live;

import java.util.Locale;

/** Why a stream ends; whoever reads it goes on from its last id. */
public enum Ending {
    /** More came than its reader took. */
    SLOW,
    /** The node stops. */
    CLOSING,
    /** The topics cannot be read. */
    AWAY,
    /** Its reader's credential is no longer good, or the tenant is gone. */
    UNAUTHORIZED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
