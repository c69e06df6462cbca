package io.spillway.domain;

import java.util.Locale;

/** Why a delivery was given up without a call. */
public enum CancelReason {
    /** The destination was deleted, or deleted and made again. */
    DELETED,
    /** The destination was disabled. */
    DISABLED,
    /** Somebody asked for it. */
    REQUESTED,
    /** It was dead, and its letter was discarded. */
    DISCARDED;

    /** The word that REST and records use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
