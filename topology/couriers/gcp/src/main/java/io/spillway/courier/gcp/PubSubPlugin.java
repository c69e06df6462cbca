package io.spillway.courier.gcp;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;

/** Starts deliveries to Pub/Sub. */
public final class PubSubPlugin implements CourierPlugin {

    @Override
    public String type() {
        return "gcp_pubsub";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return PubSubCourier.start(surroundings);
    }
}
