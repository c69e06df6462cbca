package io.spillway.courier.aws;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;

/** Starts deliveries to Amazon EventBridge. */
public final class EventBridgePlugin implements CourierPlugin {

    @Override
    public String type() {
        return "aws_eventbridge";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new AwsCourier<>(new EventBridgeService(), surroundings);
    }
}
