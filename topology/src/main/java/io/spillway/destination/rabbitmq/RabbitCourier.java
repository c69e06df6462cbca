package io.spillway.destination.rabbitmq;

import io.spillway.destination.Answer;
import io.spillway.destination.Attempting;
import io.spillway.destination.ClientPool;
import io.spillway.destination.Courier;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Publishes an event to an exchange, with its topic as routing key and metadata as headers. It counts as delivered when the
 * broker has confirmed it; what no queue wants is given back and counts as failed.
 */
final class RabbitCourier implements Courier {

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MOST = 1_024;

    private final Connections connections;
    private final ClientPool<Broker, RabbitClient> clients;

    private RabbitCourier(Connections connections, ClientPool<Broker, RabbitClient> clients) {
        this.connections = connections;
        this.clients = clients;
    }

    static RabbitCourier start(Surroundings surroundings, Duration step) {
        var connections = new Connections(surroundings.egress(), platformTls(), step);
        return new RabbitCourier(connections, new ClientPool<>(IDLE, MOST, connections::open, RabbitClient::close));
    }

    private static SSLSocketFactory platformTls() {
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        var end = System.nanoTime() + attempting.timeout().toNanos();
        try {
            var publication = Publication.of(delivery, settings, attempting);
            try (var lease = open(Broker.of(settings), end)) {
                return published(lease, publication, settings, end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed(Failure.TIMEOUT, "the attempt was given up before it was answered");
        } catch (TimeoutException e) {
            return Answer.failed(
                    Failure.TIMEOUT,
                    "the broker did not confirm the message within "
                            + attempting.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            return RabbitFailures.of(e, settings);
        } catch (RuntimeException e) {
            return RabbitFailures.unusable();
        }
    }

    @Override
    public void close() {
        clients.close();
        connections.close();
    }

    private ClientPool.Lease<RabbitClient> open(Broker broker, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            var lease = clients.lease(broker, left(end));
            if (lease.client().isOpen()) {
                return lease;
            }
            lease.discard();
            lease.close();
        }
    }

    private static Outcome published(
            ClientPool.Lease<RabbitClient> lease, Publication publication, Settings settings, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        // Not on this thread: nothing else bounds a write to a broker that does not read.
        var writing = Thread.startVirtualThread(() -> lease.client().publish(publication));
        try {
            return switch (publication.answer().get(left(end).toNanos(), TimeUnit.NANOSECONDS)) {
                case TAKEN ->
                    Answer.delivered(Map.of(
                            "exchange", settings.config().getOrDefault("exchange", ""),
                            "routing_key", publication.routingKey()));
                case REFUSED -> Answer.refused("nack", "the broker refused the message", Map.of(), settings);
                case UNROUTABLE ->
                    Answer.refused(
                            "no_route",
                            "the exchange has no queue for the message",
                            Map.of("routing_key", publication.routingKey()),
                            settings);
            };
        } finally {
            if (!publication.answer().isDone()) {
                // It keeps what was not confirmed for as long as it lives.
                lease.discard();
                if (!publication.written().get()) {
                    writing.interrupt();
                    lease.client().close();
                }
            }
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
