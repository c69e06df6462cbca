package io.spillway.destination;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/** Makes sockets that ask the guard before they connect, and that no proxy setting of the process can lead elsewhere. */
public final class GuardedSocketFactory extends SocketFactory {

    private final Supplier<Socket> sockets;

    GuardedSocketFactory(EgressGuard guard) {
        this(() -> new GuardedSocket(guard));
    }

    /** @param sockets not connected yet; each asks the guard itself when it is told to connect */
    public GuardedSocketFactory(Supplier<Socket> sockets) {
        this.sockets = sockets;
    }

    @Override
    public Socket createSocket() {
        return sockets.get();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    private Socket connected(InetSocketAddress target) throws IOException {
        var socket = createSocket();
        try {
            socket.connect(target);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class GuardedSocket extends Socket {

        private final EgressGuard guard;

        GuardedSocket(EgressGuard guard) {
            super(Proxy.NO_PROXY);
            this.guard = guard;
        }

        @Override
        public void connect(SocketAddress target) throws IOException {
            connect(target, 0);
        }

        @Override
        public void connect(SocketAddress target, int timeout) throws IOException {
            super.connect(guard.check(target), timeout);
        }
    }
}
