package io.spillway.domain;

import java.util.Locale;

/** Why a destination is disabled. */
public enum DisableReason {
    /** Somebody asked for it. */
    ASKED,
    /** Too many attempts in a row failed. */
    CONSECUTIVE_FAILURE,
    /** It answered that it is gone for good (HTTP 410). */
    GONE;

    /** The word that REST and records use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
