package io.spillway.stream.live;

import java.util.Locale;

/** The kinds of changes. The order is part of what readers keep to go on from, so new ones stand at the end. */
public enum Kind {
    ATTEMPT,
    DELIVERY,
    DESTINATION,
    REPLAY;

    /** The word that REST uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
