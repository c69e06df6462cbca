package io.spillway.destination.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import org.apache.kafka.common.network.InvalidReceiveException;
import org.apache.kafka.common.network.TransportLayer;

/**
 * Reads along with the client and refuses an answer by the length that stands before it. While the client authenticates it
 * makes room for any length, whatever limit its selector was given.
 */
final class BoundedTransport implements TransportLayer {

    private final TransportLayer transport;
    private final int most;
    private int length;
    private int lengthBytes;
    private int left;

    BoundedTransport(TransportLayer transport, int most) {
        this.transport = transport;
        this.most = most;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        var start = into.position();
        var count = transport.read(into);
        follow(into, start);
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int count) {
        throw new UnsupportedOperationException("the client reads into one buffer at a time");
    }

    @Override
    public long read(ByteBuffer[] into) {
        return read(into, 0, into.length);
    }

    private void follow(ByteBuffer read, int start) {
        var at = start;
        while (at < read.position()) {
            if (left > 0) {
                var part = Math.min(left, read.position() - at);
                at += part;
                left -= part;
            } else {
                length = (length << Byte.SIZE) | (read.get(at++) & 0xFF);
                lengthBytes++;
                if (lengthBytes == Integer.BYTES) {
                    begin(length);
                }
            }
        }
    }

    private void begin(int answer) {
        if (answer < 0 || answer > most) {
            throw new InvalidReceiveException("an answer of " + answer + " bytes is larger than " + most);
        }
        left = answer;
        length = 0;
        lengthBytes = 0;
    }

    @Override
    public boolean ready() {
        return transport.ready();
    }

    @Override
    public boolean finishConnect() throws IOException {
        return transport.finishConnect();
    }

    @Override
    public void disconnect() {
        transport.disconnect();
    }

    @Override
    public boolean isConnected() {
        return transport.isConnected();
    }

    @Override
    public SocketChannel socketChannel() {
        return transport.socketChannel();
    }

    @Override
    public SelectionKey selectionKey() {
        return transport.selectionKey();
    }

    @Override
    public void handshake() throws IOException {
        transport.handshake();
    }

    @Override
    public Principal peerPrincipal() throws IOException {
        return transport.peerPrincipal();
    }

    @Override
    public void addInterestOps(int ops) {
        transport.addInterestOps(ops);
    }

    @Override
    public void removeInterestOps(int ops) {
        transport.removeInterestOps(ops);
    }

    @Override
    public boolean isMute() {
        return transport.isMute();
    }

    @Override
    public boolean hasBytesBuffered() {
        return transport.hasBytesBuffered();
    }

    @Override
    public boolean hasPendingWrites() {
        return transport.hasPendingWrites();
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return transport.transferFrom(file, position, count);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return transport.write(from);
    }

    @Override
    public long write(ByteBuffer[] from) throws IOException {
        return transport.write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int count) throws IOException {
        return transport.write(from, offset, count);
    }

    @Override
    public boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
