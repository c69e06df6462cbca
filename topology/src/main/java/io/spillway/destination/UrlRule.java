package io.spillway.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What can be said against a URL without resolving its name. */
final class UrlRule {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
    private static final Pattern CANONICAL_V4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private static final String AMBIGUOUS = "must name its host unambiguously";
    private static final String UNREACHABLE = "must not point to an address that deliveries cannot reach";

    private UrlRule() {}

    static Optional<String> objection(String text, HttpUrl url, EgressGuard guard) {
        if (text.indexOf('\\') >= 0 || text.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            return Optional.of("must not contain backslashes, spaces or control characters");
        }
        if (!url.encodedUsername().isEmpty()
                || !url.encodedPassword().isEmpty()
                || authority(text).contains("@")) {
            return Optional.of("must not carry a user name or password");
        }
        if (authority(text).isEmpty()) {
            return Optional.of(AMBIGUOUS);
        }
        var host = url.host();
        if (host.contains(":")) {
            return literal(host, url.port(), guard);
        }
        if (CANONICAL_V4.matcher(host).matches()) {
            // HttpUrl folds circled and full-width digits into plain ones; what was typed must already be plain.
            return authority(text).contains(host) ? literal(host, url.port(), guard) : Optional.of(AMBIGUOUS);
        }
        if (looksNumeric(host) || host.endsWith(".") || host.startsWith(".")) {
            return Optional.of(AMBIGUOUS);
        }
        return isLocalName(host) && !guard.permits(InetAddress.getLoopbackAddress(), url.port())
                ? Optional.of(UNREACHABLE)
                : Optional.empty();
    }

    private static Optional<String> literal(String host, int port, EgressGuard guard) {
        try {
            return guard.permits(InetAddress.getByName(host), port) ? Optional.empty() : Optional.of(UNREACHABLE);
        } catch (UnknownHostException e) {
            return Optional.of(AMBIGUOUS);
        }
    }

    /** C libraries read a host whose last label is a number as an address, in octal or with parts left out. */
    private static boolean looksNumeric(String host) {
        return NUMBER.matcher(host.substring(host.lastIndexOf('.') + 1)).matches();
    }

    private static boolean isLocalName(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private static String authority(String text) {
        var start = text.indexOf("://") + 3;
        var end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(start, end);
    }
}
