package io.spillway.destination.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import okhttp3.Credentials;
import okhttp3.HttpUrl;

/**
 * An HTTP proxy that calls go through.
 *
 * @param url {@code http://[user:password@]host:port}
 */
record ForwardProxy(HttpUrl url) {

    /** @throws IllegalArgumentException where the text is no such URL; the message does not repeat it */
    static ForwardProxy of(String text) {
        var url = HttpUrl.parse(text);
        if (url == null || url.isHttps()) {
            throw new IllegalArgumentException("not of the form http://[user:password@]host:port");
        }
        return new ForwardProxy(url);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(url.host(), url.port());
    }

    /** Asks for a tunnel to an address (RFC 9110, section 9.3.6). */
    String connect(InetSocketAddress target) {
        var host = target.getAddress().getHostAddress();
        var authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + target.getPort();
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + authorization() + "\r\n";
    }

    /** The user and the password are not shown. */
    @Override
    public String toString() {
        return "ForwardProxy[" + url.host() + ":" + url.port() + "]";
    }

    private String authorization() {
        return url.username().isEmpty()
                ? ""
                : "Proxy-Authorization: " + Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8)
                        + "\r\n";
    }
}
