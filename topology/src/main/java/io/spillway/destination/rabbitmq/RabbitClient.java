package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A connection and its one channel, which confirms what it publishes. An error of the protocol ends the channel; the next publication opens another. */
final class RabbitClient implements AutoCloseable {

    private final Connection connection;
    private final String exchange;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Confirming channel;

    RabbitClient(Connection connection, String exchange) {
        this.connection = connection;
        this.exchange = exchange;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Publishes; the broker's word completes the publication, and what cannot be written ends the connection. Blocks as long as the broker takes nothing from its socket. */
    void publish(Publication publication) {
        try {
            lock.lockInterruptibly();
            try {
                if (channel == null || !channel.channel().isOpen()) {
                    channel = Confirming.on(connection.createChannel());
                }
                channel.publish(exchange, publication);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            publication.answer().completeExceptionally(e);
        } catch (IOException | RuntimeException e) {
            publication.answer().completeExceptionally(e);
            // The library has counted a message that was never written; every confirmation from here on would be
            // another's.
            close();
        }
    }

    /** Closes at once, which frees whoever is stuck in {@link #publish}. */
    @Override
    public void close() {
        connection.abort(1);
    }

    /** A channel in confirm mode, with what waits for its confirmation by sequence number. */
    private record Confirming(Channel channel, ConcurrentNavigableMap<Long, Publication> waiting) {

        static Confirming on(@Nullable Channel opened) throws IOException {
            if (opened == null) {
                throw new IOException("the broker gives no more channels");
            }
            var confirming = new Confirming(opened, new ConcurrentSkipListMap<>());
            opened.addConfirmListener(
                    (number, multiple) -> confirming.settle(number, multiple, true),
                    (number, multiple) -> confirming.settle(number, multiple, false));
            opened.addReturnListener(confirming::returned);
            opened.addShutdownListener(confirming::fail);
            opened.confirmSelect();
            return confirming;
        }

        void publish(String exchange, Publication publication) throws IOException {
            waiting.put(channel.getNextPublishSeqNo(), publication);
            channel.basicPublish(
                    exchange, publication.routingKey(), true, publication.properties(), publication.body());
            publication.written().set(true);
            var reason = channel.getCloseReason();
            if (reason != null) {
                fail(reason);
            }
        }

        private void settle(long number, boolean multiple, boolean taken) {
            var settled = multiple ? waiting.headMap(number, true) : waiting.subMap(number, true, number, true);
            settled.values().forEach(publication -> publication.settle(taken));
            settled.clear();
        }

        /** Comes before the confirmation of the same message, which bears no name but its number. */
        private void returned(Return message) {
            waiting.values().stream()
                    .filter(publication -> publication.isReturnedAs(message))
                    .forEach(publication -> publication.unroutable().set(true));
        }

        private void fail(ShutdownSignalException reason) {
            waiting.values().forEach(publication -> publication.answer().completeExceptionally(reason));
            waiting.clear();
        }
    }
}
