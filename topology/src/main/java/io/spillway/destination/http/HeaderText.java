package io.spillway.destination.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be sent as a header. */
public final class HeaderText {

    /** A header's name after RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Headers that belong to the exchange itself; framing and hop-by-hop names after RFC 9110, section 7.6.1. */
    private static final Set<String> RESERVED = Set.of(
            "content-type",
            "content-length",
            "content-encoding",
            "host",
            "connection",
            "user-agent",
            "accept-encoding",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderText() {}

    public static boolean isName(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Text that keeps to its line; beyond ASCII it travels as UTF-8, as RFC 9110 lets receivers expect (obs-text). */
    public static boolean isValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F));
    }

    /** Whether the name belongs to the exchange and not to what is sent. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }
}
