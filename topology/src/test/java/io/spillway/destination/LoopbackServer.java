package io.spillway.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a free port of the loopback interface, which talks on each connection as a test wants. */
public final class LoopbackServer implements AutoCloseable {

    /** What is said on a connection, which ends with it or with the first failure to read or write. */
    public interface Talk {
        void on(Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private LoopbackServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static LoopbackServer start(Talk talk) {
        try {
            var server = new LoopbackServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.startVirtualThread(() -> server.accept(talk));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** How many there have been. */
    public int connections() {
        return connections.get();
    }

    public int openConnections() {
        return open.size();
    }

    /** Ends the connections that it has, as a restart does. */
    public void dropAll() throws IOException {
        for (var socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            dropAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Talk talk) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket, talk));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, Talk talk) {
        try (socket) {
            talk.on(socket);
        } catch (IOException e) {
            // the client left, or the test wanted an end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }
}
