package io.spillway.connect.source.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.spillway.connect.source.Queue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of RabbitMQ. A connection that breaks is made again by the client, and what was not acknowledged comes again. */
final class RabbitQueue implements Queue {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitQueue.class);
    private static final int PATIENCE_MS = 10_000;

    private final Connection connection;
    private final Channel channel;
    private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
    private volatile Optional<String> cancelled = Optional.empty();

    private RabbitQueue(Connection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** Throws where the queue cannot be had, so that whoever runs the worker sees it. */
    static Queue open(RabbitSettings settings) {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(settings.uri());
            factory.setConnectionTimeout(PATIENCE_MS);
            var connection = factory.newConnection("spillway-source");
            try {
                return consuming(connection, settings);
            } catch (IOException e) {
                connection.abort();
                throw e;
            }
        } catch (IOException | TimeoutException | GeneralSecurityException | URISyntaxException e) {
            throw new ConnectException("queue " + settings.queue() + " of RabbitMQ cannot be read", e);
        }
    }

    private static Queue consuming(Connection connection, RabbitSettings settings) throws IOException {
        var channel = connection.createChannel();
        channel.basicQos(settings.prefetch());
        var queue = new RabbitQueue(connection, channel);
        // A connection that breaks comes back by itself; a channel that the broker closes does not.
        channel.addShutdownListener(cause -> {
            if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
                queue.cancelled = Optional.of("RabbitMQ has closed the channel: " + cause.getReason());
            }
        });
        channel.basicConsume(
                settings.queue(),
                false,
                (tag, delivery) -> queue.arrived.add(message(delivery)),
                tag -> queue.cancelled = Optional.of("queue " + settings.queue() + " of RabbitMQ is gone"));
        return queue;
    }

    private static Message message(Delivery delivery) {
        return new Message(
                Optional.ofNullable(delivery.getProperties().getMessageId()).filter(id -> !id.isEmpty()),
                delivery.getBody(),
                new Receipt.Number(delivery.getEnvelope().getDeliveryTag()));
    }

    @Override
    public List<Message> receive(Duration patience) throws InterruptedException {
        cancelled.ifPresent(reason -> {
            throw new ConnectException(reason);
        });
        var messages = new ArrayList<Message>();
        var first = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            messages.add(first);
            arrived.drainTo(messages);
        }
        return messages;
    }

    @Override
    public synchronized void settle(List<Receipt> receipts) {
        for (var receipt : receipts) {
            if (receipt instanceof Receipt.Number(var tag) && !acknowledged(tag)) {
                return;
            }
        }
    }

    private boolean acknowledged(long tag) {
        try {
            channel.basicAck(tag, false);
            return true;
        } catch (AlreadyClosedException | IOException e) {
            LOG.warn("Messages could not be acknowledged, and will come again: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        connection.abort(PATIENCE_MS);
    }
}
