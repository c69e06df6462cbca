package io.spillway.load.generator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with at most one request under way; it connects again when it has to. */
final class HttpConnection {

    private final InetSocketAddress server;
    private final Selector selector;
    private ResponseReader responses = new ResponseReader();
    private ByteBuffer unwritten = ByteBuffer.allocate(0);
    private @Nullable SelectionKey key;
    private long first;
    private long sentAt;
    private boolean busy;

    HttpConnection(InetSocketAddress server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    /** @param sequence number of the request's first event */
    void send(long sequence, byte[] request) throws IOException {
        first = sequence;
        sentAt = System.nanoTime();
        busy = true;
        var connected = key == null ? connect() : key;
        unwritten = ByteBuffer.wrap(request);
        write(connected);
    }

    /** What has arrived may be the whole answer. */
    Optional<Response> readable() throws IOException {
        var connected = connected();
        if (connected.isWritable()) {
            write(connected);
        }
        if (!connected.isReadable()) {
            return Optional.empty();
        }
        if (!responses.fill((SocketChannel) connected.channel())) {
            throw new IOException("the server has closed the connection");
        }
        var response = responses.next();
        if (response.isPresent()) {
            busy = false;
        }
        return response;
    }

    long first() {
        return first;
    }

    /** When the request was sent, in terms of {@link System#nanoTime}. */
    long sentAt() {
        return sentAt;
    }

    /** Whether an answer is awaited. */
    boolean busy() {
        return busy;
    }

    /** Breaks it off; the next request connects anew. */
    void disconnect() {
        busy = false;
        responses = new ResponseReader();
        if (key != null) {
            try {
                key.channel().close();
            } catch (IOException e) {
                // gone either way
            }
            key = null;
        }
    }

    private SelectionKey connect() throws IOException {
        var channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        var registered = channel.register(selector, SelectionKey.OP_READ, this);
        key = registered;
        return registered;
    }

    private SelectionKey connected() {
        if (key == null) {
            throw new IllegalStateException("a connection that is not there was selected");
        }
        return key;
    }

    private void write(SelectionKey connected) throws IOException {
        ((SocketChannel) connected.channel()).write(unwritten);
        connected.interestOps(
                unwritten.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
}
