package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandler;
import io.spillway.destination.EgressGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Dns;

/** Connects past the guard: a socket of its making, and TLS on top of it where it is wanted. */
final class GuardedFrames implements FrameHandlerFactory {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** What a broker may send at once: it returns what it cannot route. */
    private static final int MAX_INBOUND_BYTES = 16 * 1024 * 1024;

    private final EgressGuard egress;
    private final Dns dns;
    private final SSLSocketFactory trust;
    private final boolean encrypted;

    GuardedFrames(EgressGuard egress, Dns dns, SSLSocketFactory trust, boolean encrypted) {
        this.egress = egress;
        this.dns = dns;
        this.trust = trust;
        this.encrypted = encrypted;
    }

    @Override
    public FrameHandler create(Address address, String connectionName) throws IOException {
        var socket = connected(address);
        try {
            socket.setTcpNoDelay(true);
            return new SocketFrameHandler(encrypted ? secured(socket, address) : socket, null, MAX_INBOUND_BYTES);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket connected(Address address) throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress each : dns.lookup(address.getHost())) {
            var socket = egress.sockets().createSocket();
            try {
                socket.connect(new InetSocketAddress(each, address.getPort()), Math.toIntExact(CONNECT.toMillis()));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(Socket socket, Address address) throws IOException {
        var secured = (SSLSocket) trust.createSocket(socket, address.getHost(), address.getPort(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(Math.toIntExact(CONNECT.toMillis()));
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }
}
