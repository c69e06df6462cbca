package io.spillway.destination.http;

import io.spillway.destination.EgressGuard;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reaches its target through a proxy. The proxy is told the address that the guard has let through, never a name, so
 * that it has nothing to resolve and the rule holds as without it; TLS is spoken with the target itself.
 */
final class TunnelSocket extends Socket {

    private static final Pattern MADE = Pattern.compile("HTTP/1\\.[01] 2[0-9][0-9]( .*)?\r\n", Pattern.DOTALL);
    private static final int MAX_ANSWER_BYTES = 8 * 1024;

    private final EgressGuard guard;
    private final ForwardProxy proxy;

    TunnelSocket(EgressGuard guard, ForwardProxy proxy) {
        super(Proxy.NO_PROXY);
        this.guard = guard;
        this.proxy = proxy;
    }

    @Override
    public void connect(SocketAddress target) throws IOException {
        connect(target, 0);
    }

    @Override
    public void connect(SocketAddress target, int timeout) throws IOException {
        var address = guard.check(target);
        try {
            super.connect(proxy.address(), timeout);
            setSoTimeout(timeout);
            getOutputStream().write(proxy.connect(address).getBytes(StandardCharsets.US_ASCII));
            var answer = answer();
            setSoTimeout(0);
            if (!MADE.matcher(answer).lookingAt()) {
                throw new IOException("the proxy refused");
            }
        } catch (IOException e) {
            close();
            throw new TunnelException(e);
        }
    }

    /** Byte by byte, since what follows is the target's. */
    private String answer() throws IOException {
        var in = getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0 || head.size() == MAX_ANSWER_BYTES) {
                throw new EOFException("the proxy's answer has no end");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
