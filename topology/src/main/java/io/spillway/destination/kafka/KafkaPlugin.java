package io.spillway.destination.kafka;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;
import java.util.Map;

/** Starts deliveries to Kafka. */
public final class KafkaPlugin implements CourierPlugin {

    private final Map<String, Object> more;

    public KafkaPlugin() {
        this(Map.of());
    }

    /** @param more the last word on the producers' settings, for whom to trust */
    KafkaPlugin(Map<String, Object> more) {
        this.more = Map.copyOf(more);
    }

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return KafkaCourier.start(surroundings, more);
    }
}
