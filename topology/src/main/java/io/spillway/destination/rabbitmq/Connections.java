package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.http.DeadlineDns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/** Makes connections: no recovery by themselves, one thread of the platform for the heartbeats of all. */
final class Connections implements AutoCloseable {

    private static final int FRAME_BYTES = 128 * 1024;
    private static final int HEARTBEAT_SECONDS = 30;
    private final EgressGuard egress;
    private final SSLSocketFactory trust;
    private final Duration step;
    private final DeadlineDns dns;
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rabbitmq-heartbeats").factory());

    /** @param step how long a broker may take for each answer until it is connected */
    Connections(EgressGuard egress, SSLSocketFactory trust, Duration step) {
        this.egress = egress;
        this.trust = trust;
        this.step = step;
        this.dns = new DeadlineDns(egress);
    }

    /** @throws UncheckedIOException where no connection comes about */
    RabbitClient open(Broker broker) {
        try {
            return new RabbitClient(factory(broker).newConnection(List.of(broker.address())), broker.exchange());
        } catch (TimeoutException e) {
            throw new UncheckedIOException(new SocketTimeoutException());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        dns.close();
    }

    private ConnectionFactory factory(Broker broker) {
        var frames = new GuardedFrames(egress, dns, trust, broker.isEncrypted());
        var factory = new ConnectionFactory() {
            @Override
            protected FrameHandlerFactory createFrameHandlerFactory() {
                return frames;
            }
        };
        factory.setVirtualHost(broker.virtualHost());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        factory.setSaslConfig(DefaultSaslConfig.PLAIN);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setRequestedFrameMax(FRAME_BYTES);
        factory.setHandshakeTimeout(Math.toIntExact(step.toMillis()));
        factory.setChannelRpcTimeout(Math.toIntExact(step.toMillis()));
        factory.setShutdownTimeout(1);
        factory.setHeartbeatExecutor(heartbeats);
        factory.setThreadFactory(Thread.ofVirtual().name("rabbitmq-", 0).factory());
        // What goes wrong ends as an outcome; the client would log it as its own error.
        factory.setExceptionHandler(new ForgivingExceptionHandler() {
            @Override
            protected void log(String message, Throwable e) {}
        });
        return factory;
    }
}
