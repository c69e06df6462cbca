package io.spillway.courier.aws;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;

/** Starts deliveries to Amazon SNS. */
public final class SnsPlugin implements CourierPlugin {

    @Override
    public String type() {
        return "aws_sns";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new AwsCourier<>(new SnsService(), surroundings);
    }
}
