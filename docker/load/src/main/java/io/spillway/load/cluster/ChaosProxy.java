package io.spillway.load.cluster;

import io.spillway.load.process.FreePort;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a server on this machine and passes bytes on, until it is told to reset connections or to swallow bytes. */
public final class ChaosProxy implements Closeable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.FAIR;

    /** What happens to bytes and connections. */
    public enum Weather {
        FAIR,
        /** New connections are reset as soon as they say something. */
        RESET,
        /** Nothing is passed on any more, in either direction, and nothing is said about it. */
        BLACK_HOLE
    }

    private ChaosProxy(ServerSocket listener, InetSocketAddress server) {
        this.listener = listener;
        this.server = server;
    }

    /** Opens a port before this server's. */
    public static ChaosProxy before(URI server) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var listener = new ServerSocket();
        listener.bind(new InetSocketAddress(loopback, FreePort.next()), 1024);
        var proxy = new ChaosProxy(listener, new InetSocketAddress(loopback, server.getPort()));
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on; {@link Weather#RESET} also resets what is open. */
    public void weather(Weather now) {
        weather = now;
        if (now == Weather.RESET) {
            open.forEach(ChaosProxy::reset);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(ChaosProxy::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed, or one connection less
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket(server.getAddress(), server.getPort())) {
            open.add(upstream);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            upstream.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var back = Thread.ofVirtual().start(() -> pass(upstream, client));
            pass(client, upstream);
            back.join();
            open.remove(upstream);
        } catch (IOException e) {
            // the server is away: so is this connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Until one side has ended; then the other is ended as well. */
    private void pass(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                switch (weather) {
                    case FAIR -> to.getOutputStream().write(buffer, 0, read);
                    case RESET -> reset(from);
                    case BLACK_HOLE -> {}
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // gone either way
        }
    }
}
