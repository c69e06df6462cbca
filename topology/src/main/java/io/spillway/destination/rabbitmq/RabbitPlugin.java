package io.spillway.destination.rabbitmq;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;
import java.time.Duration;

/** Starts deliveries to RabbitMQ. */
public final class RabbitPlugin implements CourierPlugin {

    private static final Duration STEP = Duration.ofSeconds(5);

    private final Duration step;

    public RabbitPlugin() {
        this(STEP);
    }

    /** @param step how long a broker may take for each answer until it is connected */
    RabbitPlugin(Duration step) {
        this.step = step;
    }

    @Override
    public String type() {
        return "rabbitmq";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return RabbitCourier.start(surroundings, step);
    }
}
