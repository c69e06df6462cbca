package io.spillway.destination.rabbitmq;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Starts deliveries to RabbitMQ. */
public final class RabbitPlugin implements CourierPlugin {

    private final SSLSocketFactory trust;

    public RabbitPlugin() {
        this(usual());
    }

    /** @param trust makes TLS of a connection */
    RabbitPlugin(SSLSocketFactory trust) {
        this.trust = trust;
    }

    @Override
    public String type() {
        return "rabbitmq";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return RabbitCourier.start(surroundings, trust);
    }

    private static SSLSocketFactory usual() {
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
